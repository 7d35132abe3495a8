import { parseDuration } from '../../model/duration.ts'
import type { Delay, Direction, Fault, WireFault } from '../../model/fault.ts'
import { parseShare } from '../../model/share.ts'
import { parseRate, parseSize } from '../../model/size.ts'
import type { WrittenFault } from '../schema.ts'
import { resolveProviderFault } from '../schemas/provider-fault-schema.ts'
import { resolveStoreFault } from '../store-faults.ts'
import { resolveLeak, resolveLoad } from './resolve-load.ts'
import { resolveMachineFault } from './resolve-machine-fault.ts'

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
      return { ...frame, kind: 'refuse' }
    case 'hang':
      // Each direction draws its own lot. Where only some connections are to hang, their questions never arrive.
      return { ...frame, kind: 'hang', ...wire(written, isShared(written) ? 'upstream' : 'both') }
    case 'latency':
      return {
        ...frame,
        kind: 'latency',
        ...wire(written, 'downstream'),
        delay: resolveDelay(written),
        jitterMs: ms(written.jitter) ?? 0,
      }
    case 'bandwidth':
      return {
        ...frame,
        kind: 'bandwidth',
        ...wire(written, 'downstream'),
        bytesPerSecond: parseRate(written.rate) ?? 0,
      }
    case 'reset':
      return { ...frame, kind: 'reset', ...wire(written, 'upstream') }
    case 'cut':
      return { ...frame, kind: 'cut', ...wire(written, 'downstream'), afterBytes: parseSize(written.after) ?? 0 }
    case 'slow-close':
      return { ...frame, kind: 'slow-close', ...wire(written, 'downstream'), delayMs: ms(written.delay) ?? 0 }
    case 'slice':
      return {
        ...frame,
        kind: 'slice',
        ...wire(written, 'downstream'),
        pieceBytes: parseSize(written.size) ?? 0,
        pauseMs: ms(written.pause) ?? 10,
      }
    case 'provider.status':
      return {
        ...frame,
        kind: 'provider.status',
        status: written.status,
        shareRatio: parseShare(written.share ?? 1),
        retryAfterMs: ms(written.retryAfter),
      }
    case 'provider.degrade':
    case 'provider.stall':
    case 'provider.truncate':
    case 'provider.model-gone':
    case 'provider.wrong-model':
    case 'provider.contract':
      return resolveProviderFault(frame, written, parseShare)
    case 'load.tenant':
      return resolveLoad(frame, written)
    case 'credential.leak':
      return resolveLeak(frame, written)
    case 'store.delete':
    case 'store.corrupt':
    case 'store.rollback':
    case 'store.detach':
    case 'store.throttle':
    case 'store.scratch':
      return resolveStoreFault(frame, written)
    default:
      return { ...frame, ...resolveMachineFault(written) }
  }
}

interface WrittenWire {
  readonly share?: number | string | undefined
  readonly direction?: Direction | undefined
}

function wire(written: WrittenWire, usual: Direction): WireFault {
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
