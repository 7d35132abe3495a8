import { parseDuration } from '../../model/duration.ts'
import { parseShare } from '../../model/share.ts'
import { parseRate, parseSize } from '../../model/size.ts'
import type { Delay, Direction, ToxicFault, WireFault } from '../../model/wire-fault.ts'
import type { WrittenFault } from '../schemas/fault-schema.ts'

/** What is done to a route, with all that was left unsaid. */
export function resolveWireFault(written: Extract<WrittenFault, { kind: WireFault['kind'] }>): WireFault {
  switch (written.kind) {
    case 'refuse':
      return { kind: 'refuse' }
    case 'hang':
      // Each direction draws its own lot. Where only some connections are to hang, their questions never arrive.
      return { kind: 'hang', ...wire(written, isShared(written) ? 'upstream' : 'both') }
    case 'latency':
      return {
        kind: 'latency',
        ...wire(written, 'downstream'),
        delay: resolveDelay(written),
        jitterMs: ms(written.jitter) ?? 0,
      }
    case 'bandwidth':
      return {
        kind: 'bandwidth',
        ...wire(written, 'downstream'),
        bytesPerSecond: parseRate(written.rate) ?? 0,
      }
    case 'reset':
      return { kind: 'reset', ...wire(written, 'upstream') }
    case 'cut':
      return { kind: 'cut', ...wire(written, 'downstream'), afterBytes: parseSize(written.after) ?? 0 }
    case 'slow-close':
      return { kind: 'slow-close', ...wire(written, 'downstream'), delayMs: ms(written.delay) ?? 0 }
    case 'slice':
      return {
        kind: 'slice',
        ...wire(written, 'downstream'),
        pieceBytes: parseSize(written.size) ?? 0,
        pauseMs: ms(written.pause) ?? 10,
      }
    default:
      return written satisfies never
  }
}

interface WrittenWire {
  readonly share?: number | string | undefined
  readonly direction?: Direction | undefined
}

function wire(written: WrittenWire, usual: Direction): ToxicFault {
  return { direction: written.direction ?? usual, shareRatio: parseShare(written.share ?? 1) }
}

function isShared({ share = 1 }: WrittenWire): boolean {
  return parseShare(share) < 1
}

function resolveDelay({ delay, times, of }: Extract<WrittenFault, { kind: 'latency' }>): Delay {
  if (times !== undefined && of !== undefined) return { kind: 'times-baseline', times, journey: of }
  return { kind: 'fixed', delayMs: ms(delay) ?? 0 }
}

function ms(written: string | undefined): number | undefined {
  return written === undefined ? undefined : parseDuration(written)
}
