import { expect, test } from 'vitest'
import { gateRuns, lastAskings } from '../../src/measure/gate-runs.ts'
import type { GateMeasure } from '../../src/model/measures.ts'

/** Askings, one letter each, of a gate in capitals after the healing: `p` passed, `f` failed, `i` inconclusive. */
function asked(drawing: string, name = 'health'): readonly GateMeasure[] {
  const verdicts = { p: 'passed', f: 'failed', i: 'inconclusive' } as const
  return [...drawing].map((letter, n) => ({
    name,
    during: letter === letter.toUpperCase() ? 'healed' : 'recovered',
    verdict: verdicts[letter.toLowerCase() as keyof typeof verdicts],
    detail: '',
    startedMs: n * 100,
    endedMs: n * 100 + 10,
    files: [],
  }))
}

const shown = (gates: readonly GateMeasure[]) =>
  gateRuns(gates).map(
    ({ first, last, times }) => `${last.name} ${last.verdict} ${times}: ${first.startedMs}-${last.startedMs}`,
  )

test.each<[string, string, readonly string[]]>([
  ['nothing asked', '', []],
  ['asked once', 'p', ['health passed 1: 0-0']],
  ['failing on is one run', 'fff', ['health failed 3: 0-200']],
  ['until it passes', 'ffp', ['health failed 2: 0-100', 'health passed 1: 200-200']],
  [
    'flapping is told each time',
    'fpf',
    ['health failed 1: 0-0', 'health passed 1: 100-100', 'health failed 1: 200-200'],
  ],
  ['what nobody could decide is no failure', 'ffi', ['health failed 2: 0-100', 'health inconclusive 1: 200-200']],
  ['after the healing it is another question', 'ffF', ['health failed 2: 0-100', 'health failed 1: 200-200']],
])('%s: %s', (_, drawing, runs) => {
  expect(shown(asked(drawing))).toEqual(runs)
})

test('gates that are asked by turns have runs of their own, in the order in which these began', () => {
  const turns = asked('ffp').flatMap((gate, n) => [gate, asked('ppp', 'ask')[n] ?? gate])
  expect(shown(turns)).toEqual(['health failed 2: 0-100', 'ask passed 3: 0-200', 'health passed 1: 200-200'])
})

test('what a gate came to in the end, at each moment', () => {
  const ends = lastAskings(asked('ffpFFP')).map(({ during, verdict, startedMs }) => `${during} ${verdict} ${startedMs}`)
  expect(ends).toEqual(['recovered passed 200', 'healed passed 500'])
})
