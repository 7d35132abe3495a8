import { expect, test } from 'vitest'
import type { LoadPart } from '../../src/model/load.ts'
import type { LoadFault } from '../../src/model/load-fault.ts'
import { loadInWords } from '../../src/plan/load-in-words.ts'
import { blastFault } from '../measure/isolation/story.ts'

const part: LoadPart = {
  ...{ journey: 'ask', weight: 1, bodyBytes: undefined, readBytesPerSecond: undefined, holdMs: undefined },
}

test('a load of one sort of request', () => {
  expect(loadInWords({ ...blastFault, mix: [part] })).toBe('is asked 100/s evenly by globex (ask)')
})
test('a load of several sorts says how much of each', () => {
  const mix = [
    { ...part, weight: 9 },
    { ...part, bodyBytes: 1900 },
  ]
  expect(loadInWords({ ...blastFault, mix })).toBe('is asked 100/s evenly by globex (90 % ask, 10 % ask 1.9 KB long)')
})
test('sent by k6, slowly read and held', () => {
  const mix = [
    { ...part, readBytesPerSecond: 100 },
    { ...part, journey: 'find', holdMs: 30_000 },
  ]
  expect(loadInWords({ ...blastFault, engine: 'k6', mix })).toBe(
    'is asked 100/s evenly by globex, sent by k6, (50 % ask read at 100 B/s, 50 % find half said and held for 30 s)',
  )
})
test('a thief', () => {
  const leak: LoadFault = { kind: 'credential.leak', tenant: 'globex', journey: 'ask', everyMs: 100 }
  expect(loadInWords(leak)).toBe('is asked by a thief with the key of globex every 100 ms (ask)')
})
