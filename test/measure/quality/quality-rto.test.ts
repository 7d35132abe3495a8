import { expect, test } from 'vitest'
import { qualityRtoFold } from '../../../src/measure/quality/quality-rto.ts'
import type { Happening } from '../../../src/model/event.ts'
import { faultWith, journalOf, scenarioWith, startedWith, UNDO } from '../../support/drill.ts'

// One letter is one sampled question, ten of them a second: `.` right, `x` wrong, `?` judged by nobody, `|` the fault.
test.each([
  ['........|....xxxx....', { state: 'restored', restoredMs: 1110, worstRatio: 0 }],
  ['........|............', { state: 'never-worse', restoredMs: 0, worstRatio: 1 }],
  ['........|....xxxxxxxx', { state: 'still-worse', restoredMs: null, worstRatio: 0 }],
  // It was back, and went away again: only the last time counts.
  ['........|xxxx....xx......', { state: 'restored', restoredMs: 1310, worstRatio: 0 }],
  // What nobody could judge is no score, neither way.
  ['........|....xx??xx....', { state: 'restored', restoredMs: 1310, worstRatio: 0 }],
  // Half of the answers were wrong before: as many wrong ones are no worse.
  ['.x.x.x.x|.x.x.x.x', { state: 'never-worse', restoredMs: 0, worstRatio: 0.5 }],
  ['|xxxx....', { state: 'not-measured', restoredMs: null }],
  ['........|...', { state: 'not-measured', restoredMs: null }],
])('%s', (drawn, expected) => {
  expect(rtoOf(drawn)).toMatchObject(expected)
})

test('it is no more precise than one round through its cases', () => {
  expect(rtoOf('........|xxxx....')?.precisionMs).toBe(400)
})

test('a few samples before the fault are not trusted further than the margin goes', () => {
  // All four were right: an interval of no width, and still one wrong answer in twenty is within a margin of 5 %.
  expect(rtoOf('....|....')).toMatchObject({ baselineRatio: 1, lowRatio: 0.95 })
})

test('without sampling there is nothing to say', () => {
  const fold = qualityRtoFold()
  for (const event of journalOf([[0, startedWith()]])) fold.see(event)
  expect(fold.measure(0)).toBeNull()
})

function rtoOf(drawn: string) {
  const fold = qualityRtoFold()
  const golden = {
    ...{ set: 'support', marginRatio: 0.05, during: undefined, baseline: 'asked' as const },
    sampling: { cases: 4, everyMs: 100 },
  }
  const started = startedWith({ scenario: scenarioWith({ gates: { smoke: [], integrity: [], golden } }) })
  const t0Ms = drawn.indexOf('|') * 100
  const fault = faultWith()
  const noted: (readonly [number, Happening])[] = [...drawn.replace('|', '')].map((letter, n) => {
    // Each is answered ten milliseconds after it was due.
    const at = { set: 'support', case: `c${n % 4}`, dueMs: n * 100, tookMs: 10 }
    const score = letter === '?' ? undefined : letter === '.' ? 1 : 0
    return [
      n * 100 + 10,
      { type: 'golden.sampled', ...at, state: score === undefined ? 'undecided' : 'scored', scoreRatio: score },
    ]
  })
  noted.push([t0Ms - 1, { type: 'fault.intended', fault, undo: UNDO, words: 'it refuses' }])
  noted.push([t0Ms, { type: 'fault.injected', fault: 'f1', startedMs: t0Ms, ackMs: t0Ms }])
  noted.sort(([a], [b]) => a - b)
  for (const event of journalOf([[0, started], ...noted])) fold.see(event)
  return fold.measure(t0Ms)
}
