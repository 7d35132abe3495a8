import { expect, test } from 'vitest'
import type { Fault } from '../../src/model/fault.ts'
import { faultInWords, undoInWords } from '../../src/plan/fault-in-words.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: 8000 }
const up = { ...frame, direction: 'upstream', shareRatio: 1 } as const
const down = { ...frame, direction: 'downstream', shareRatio: 1 } as const
const both = { ...frame, direction: 'both', shareRatio: 1 } as const
const LEAVES = 'our toxic leaves the proxy of openai; others stay as they are'
const LEAVE = 'our toxics leave the proxy of openai; others stay as they are'

test.each<[Fault, string, string]>([
  [
    { ...frame, kind: 'refuse' },
    'openai refuses every connection for 8 s',
    'the proxy of openai accepts connections again, if it did before',
  ],
  [{ ...both, kind: 'hang', forMs: undefined }, 'openai accepts connections and never answers', LEAVE],
  [{ ...up, kind: 'reset' }, 'openai resets every connection for 8 s', LEAVES],
  [
    { ...down, kind: 'latency', delay: { kind: 'fixed', delayMs: 2000 }, jitterMs: 100 },
    'openai answers 2 s later ± 100 ms for 8 s',
    LEAVES,
  ],
  [
    { ...down, kind: 'latency', delay: { kind: 'times-baseline', times: 10, journey: 'ask' }, jitterMs: 0 },
    'openai answers 10 times slower than ask usually takes for 8 s',
    LEAVES,
  ],
  [{ ...down, kind: 'hang' }, 'openai hears what it is asked and never answers for 8 s', LEAVES],
  [
    { ...up, kind: 'hang', shareRatio: 0.3 },
    'openai accepts connections and never answers on 30 % of connections for 8 s',
    LEAVES,
  ],
  [
    { ...down, kind: 'reset', shareRatio: 0.125 },
    'openai resets 12.5 % of connections as soon as it answers for 8 s',
    LEAVES,
  ],
  [
    { ...both, kind: 'latency', delay: { kind: 'fixed', delayMs: 2000 }, jitterMs: 0 },
    'openai hears questions and answers each 2 s later for 8 s',
    LEAVE,
  ],
  [{ ...down, kind: 'bandwidth', bytesPerSecond: 50_000 }, 'openai answers no faster than 50 KB/s for 8 s', LEAVES],
  [
    { ...both, kind: 'bandwidth', bytesPerSecond: 1_500_000 },
    'openai hears questions and answers no faster than 1.5 MB/s for 8 s',
    LEAVE,
  ],
  [
    { ...down, kind: 'cut', afterBytes: 2000 },
    'openai hangs up on every connection after 2 KB of answers for 8 s',
    LEAVES,
  ],
  [
    { ...up, kind: 'cut', afterBytes: 0, shareRatio: 0.5 },
    'openai hangs up on 50 % of connections after 0 B of questions for 8 s',
    LEAVES,
  ],
  [{ ...down, kind: 'slow-close', delayMs: 5000 }, 'openai hangs up 5 s late for 8 s', LEAVES],
  [{ ...up, kind: 'slow-close', delayMs: 5000 }, 'openai hears its clients hang up 5 s late for 8 s', LEAVES],
  [
    { ...down, kind: 'slice', pieceBytes: 100, pauseMs: 10, shareRatio: 0.5 },
    'openai answers in pieces of 100 B with 10 ms between them on 50 % of connections for 8 s',
    LEAVES,
  ],
  [
    { ...frame, kind: 'provider.status', status: 429, shareRatio: 1, retryAfterMs: 20_000 },
    'openai answers 429 to every request, asking for a retry after 20 s, for 8 s',
    'the mock of openai answers as before',
  ],
  [
    { ...frame, kind: 'provider.status', status: 503, shareRatio: 0.125, retryAfterMs: undefined },
    'openai answers 503 to 12.5 % of requests for 8 s',
    'the mock of openai answers as before',
  ],
])('%j', (fault, words, undo) => {
  expect(faultInWords(fault)).toBe(words)
  expect(undoInWords(fault)).toBe(undo)
})
