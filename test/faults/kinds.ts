import type { Fault } from '../../src/model/fault.ts'
import type { HttpOutcome } from '../../src/model/http.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: undefined }
const down = { ...frame, direction: 'downstream', shareRatio: 1 } as const
const up = { ...frame, direction: 'upstream', shareRatio: 1 } as const
const both = { ...frame, direction: 'both', shareRatio: 1 } as const

/** Every kind of fault, how a question of the platform feels it, and what is said as proof. */
export const KINDS: readonly (readonly [fault: Fault, felt: string, seen: RegExp])[] = [
  [{ ...frame, kind: 'refuse' }, 'refused', /^a canary was refused after \d+ ms \(ECONNREFUSED\)$/],
  [{ ...both, kind: 'hang' }, 'timeout', /^a canary was connected but heard nothing for 700 ms(; \d+ .* met it)?$/],
  [{ ...up, kind: 'reset' }, 'reset', /^a canary was reset after \d+ ms \(ECONNRESET\)(; \d+ .* met it)?$/],
  [
    { ...down, kind: 'latency', delay: { kind: 'fixed', delayMs: 1000 }, jitterMs: 0 },
    'answered, but late',
    /^a canary was answered after \d{3,} ms(; \d+ .* met it)?$/,
  ],
  [
    { ...down, kind: 'bandwidth', bytesPerSecond: 1000 },
    'answered, but late',
    /^a canary heard \d+ bytes in \d+ pieces? until \d{3} ms and was hung up on at \d{3} ms(; \d+ .* met it)?$/,
  ],
  [
    { ...down, kind: 'cut', afterBytes: 300 },
    'truncated',
    /^a canary heard 300 bytes in \d+ pieces? until \d+ ms and was hung up on at \d+ ms(; \d+ .* met it)?$/,
  ],
  [
    { ...down, kind: 'slow-close', delayMs: 800 },
    'answered',
    /^a canary heard \d+ bytes in \d+ pieces? until \d+ ms and was hung up on at \d{3,} ms(; \d+ .* met it)?$/,
  ],
  [
    { ...down, kind: 'slice', pieceBytes: 40, pauseMs: 80 },
    'answered, but late',
    /^a canary heard \d+ bytes in \d+ pieces until \d{3,} ms and was hung up on at \d{3,} ms(; \d+ .* met it)?$/,
  ],
  [
    { ...frame, kind: 'provider.status', status: 429, shareRatio: 1, retryAfterMs: 7000 },
    'status 429, retry after 7',
    /^\d+ requests of the platform were answered 429$/,
  ],
]

/** Every way through the wire that is not among the kinds. */
export const WAYS: readonly Fault[] = [
  { ...up, kind: 'hang' },
  { ...down, kind: 'hang' },
  { ...down, kind: 'reset' },
  { ...up, kind: 'latency', delay: { kind: 'fixed', delayMs: 300 }, jitterMs: 0 },
  { ...both, kind: 'latency', delay: { kind: 'fixed', delayMs: 200 }, jitterMs: 20 },
  { ...up, kind: 'bandwidth', bytesPerSecond: 50_000 },
  { ...both, kind: 'bandwidth', bytesPerSecond: 20_000 },
  { ...up, kind: 'cut', afterBytes: 10_000 },
  { ...both, kind: 'cut', afterBytes: 20 },
  { ...down, kind: 'cut', afterBytes: 0 },
  { ...up, kind: 'slow-close', delayMs: 500 },
  { ...both, kind: 'slow-close', delayMs: 500 },
  { ...up, kind: 'slice', pieceBytes: 100, pauseMs: 20 },
  { ...both, kind: 'slice', pieceBytes: 20, pauseMs: 5 },
]

/** What a question of the platform met, in a few words. */
export function feltAs(outcome: HttpOutcome & { readonly tookMs: number }, lateMs = 950): string {
  if (outcome.kind === 'failed') return outcome.reason
  if (outcome.status !== 200) return `status ${outcome.status}, retry after ${outcome.headers['retry-after']}`
  return outcome.tookMs >= lateMs ? 'answered, but late' : 'answered'
}
