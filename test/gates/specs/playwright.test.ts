import { expect, test } from 'vitest'
import { readResults } from '../../../src/gates/specs/playwright.ts'

const spec = (title: string, status: string, tries: number, error?: string) => ({
  title,
  tests: [
    {
      status,
      results: Array.from({ length: tries }, () => (error === undefined ? {} : { error: { message: error } })),
    },
  ],
})
const results = (specs: readonly unknown[], errors: readonly unknown[] = []) =>
  readResults(JSON.stringify({ suites: [{ title: 'a.spec.ts', suites: [{ specs }] }], errors }))

test('all passed, one only when tried again: passed, and the retries are told', () => {
  expect(results([spec('asks', 'expected', 1), spec('streams', 'flaky', 3), spec('later', 'skipped', 1)])).toEqual({
    verdict: 'passed',
    detail: '2 of 2 specs passed, 1 only when tried again (streams: 3 tries), 1 skipped',
    kept: [],
  })
})

test('one failed: failed, with its first words and without the colours of a terminal', () => {
  expect(
    results([
      spec('asks', 'expected', 1),
      spec('streams', 'unexpected', 1, '\u001b[31mError: no answer\u001b[39m\n\n  at x'),
    ]),
  ).toEqual({
    verdict: 'failed',
    detail: '1 of 2 specs passed. streams: Error: no answer at x',
    kept: [],
  })
})

test.each([
  ['no spec ran', () => results([]), 'no spec ran'],
  ['all are skipped', () => results([spec('later', 'skipped', 0)]), 'all 1 are skipped'],
  [
    'the browser is missing',
    () => results([spec('asks', 'unexpected', 1, "browserType.launch: Executable doesn't exist at /x")]),
    'npx playwright install chromium',
  ],
  ['the configuration cannot be read', () => results([], [{ message: 'SyntaxError: oops' }]), 'SyntaxError: oops'],
  ['nothing was left', () => readResults('{'), 'no results'],
])('%s: inconclusive', (_, read, why) => {
  expect(read()).toEqual({ verdict: 'inconclusive', detail: expect.stringContaining(why), kept: [] })
})
