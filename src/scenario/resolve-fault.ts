import { parseDuration } from '../model/duration.ts'
import type { Delay, Fault } from '../model/fault.ts'
import type { WrittenFault } from './schema.ts'

/** A fault with all that was left unsaid. */
export function resolveFault(written: WrittenFault, index: number): Fault {
  const frame = {
    id: `f${index + 1}`,
    component: written.break,
    atMs: ms(written.at) ?? 0,
    forMs: ms(written.for),
  }
  switch (written.kind) {
    case 'refuse':
    case 'hang':
    case 'reset':
      return { ...frame, kind: written.kind }
    case 'latency':
      return { ...frame, kind: 'latency', delay: resolveDelay(written), jitterMs: ms(written.jitter) ?? 0 }
    case 'provider.status':
      return {
        ...frame,
        kind: 'provider.status',
        status: written.status,
        shareRatio: ratio(written.share ?? 1),
        retryAfterMs: ms(written.retryAfter),
      }
    default:
      return written satisfies never
  }
}

function resolveDelay({ delay, times, of }: Extract<WrittenFault, { kind: 'latency' }>): Delay {
  if (times !== undefined && of !== undefined) return { kind: 'times-baseline', times, journey: of }
  return { kind: 'fixed', delayMs: ms(delay) ?? 0 }
}

function ratio(share: number | string): number {
  return typeof share === 'number' ? share : Number(share.slice(0, -1)) / 100
}

function ms(written: string | undefined): number | undefined {
  return written === undefined ? undefined : parseDuration(written)
}
