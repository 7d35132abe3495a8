import { expect, test } from 'vitest'
import type { Fault } from '../../src/model/fault.ts'
import { faultInWords, undoInWords } from '../../src/plan/fault-in-words.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: 8000 }

test.each<[Fault, string, string]>([
  [
    { ...frame, kind: 'refuse' },
    'openai refuses every connection for 8 s',
    'the proxy of openai accepts connections again, if it did before',
  ],
  [
    { ...frame, kind: 'hang', forMs: undefined },
    'openai accepts connections and never answers',
    'our toxic leaves the proxy of openai; others stay as they are',
  ],
  [
    { ...frame, kind: 'reset' },
    'openai resets every connection for 8 s',
    'our toxic leaves the proxy of openai; others stay as they are',
  ],
  [
    { ...frame, kind: 'latency', delay: { kind: 'fixed', delayMs: 2000 }, jitterMs: 100 },
    'openai answers 2 s later ± 100 ms for 8 s',
    'our toxic leaves the proxy of openai; others stay as they are',
  ],
  [
    { ...frame, kind: 'latency', delay: { kind: 'times-baseline', times: 10, journey: 'ask' }, jitterMs: 0 },
    'openai answers 10 times slower than ask usually takes for 8 s',
    'our toxic leaves the proxy of openai; others stay as they are',
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
