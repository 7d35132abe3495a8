import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model/problem.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { planInWords } from '../../src/plan/plan-in-words.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import { optionsOf, parseScenario } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'
import { formatProblem, formatProblemWithSource } from '../../src/yaml/format-problem.ts'
import { changesOf, editsOf } from './changed-files.ts'

const shipped = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const PLATFORM = shipped('fixtures/harbor/platform.yaml')
const SCENARIOS = ['provider-outage', 'provider-latency', 'rate-limit-storm', 'sabotage/no-fallback'].map(name =>
  shipped(`scenarios/${name}.yaml`),
)

describe('whatever a file holds, reading it ends with a value or with problems', () => {
  test('a platform file with edits at random', () => {
    fc.assert(
      fc.property(editsOf(PLATFORM), text => checkPlatform(text)),
      { numRuns: 100 },
    )
  })

  test('a scenario file with edits at random', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCENARIOS).chain(editsOf), text => checkScenario(text)),
      { numRuns: 100 },
    )
  })

  test('a platform file whose values are replaced, renamed and left out at random', () => {
    fc.assert(
      fc.property(changesOf(PLATFORM), text => checkPlatform(text)),
      { numRuns: 100 },
    )
  })

  test('a scenario file whose values are replaced, renamed and left out at random', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCENARIOS).chain(changesOf), text => checkScenario(text)),
      {
        numRuns: 100,
      },
    )
  })

  test('no file at all, but any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        checkPlatform(text)
        checkScenario(text)
      }),
      { numRuns: 100 },
    )
  })
})

function checkPlatform(text: string): void {
  const parsed = parsePlatform('platform.yaml', text)
  const names = parsed.ok ? portsOf(parsed.value) : []
  const resolved = resolvePlatform(parsed, {
    dir: '/harbor',
    env: {},
    ports: Object.fromEntries(names.map((name, index) => [name, 4000 + index])),
    stageDir: '/stage',
    options: {},
  })
  if (!resolved.ok) for (const problem of resolved.problems) checkProblem(problem, text)
}

function checkScenario(text: string): void {
  const scenario = parseScenario('scenario.yaml', text)
  const platform = parsePlatform('platform.yaml', PLATFORM)
  optionsOf(scenario)
  const resolved = resolveScenario(scenario, platform)
  if (!resolved.ok) for (const problem of resolved.problems) checkProblem(problem, text)
  if (!resolved.ok || !platform.ok) return
  const ports = Object.fromEntries(portsOf(platform.value).map((name, index) => [name, 4000 + index]))
  const harbor = resolvePlatform(platform, { dir: '/harbor', env: {}, ports, stageDir: '/stage', options: {} })
  if (harbor.ok) planInWords(makePlan(resolved.value, 1), resolved.value, harbor.value.platform)
}

/** A problem names a place inside the file, speaks our language, and fits on one line. */
function checkProblem(problem: Problem, text: string): void {
  const line = text.split(/\r\n|\n/)[problem.line - 1]
  expect(line, `no line ${problem.line}`).toBeDefined()
  expect(problem.column).toBeGreaterThanOrEqual(1)
  expect(problem.column).toBeLessThanOrEqual((line ?? '').length + 1)
  const shown = formatProblem(problem)
  expect(shown).not.toMatch(/\p{Cc}/u)
  expect(shown).not.toMatch(/Invalid input|Unrecognized key|Too (small|big)|expected \w+, received|undefined|\[object/)
  expect(shown.length).toBeLessThan(1000)
  formatProblemWithSource(problem, text)
}
