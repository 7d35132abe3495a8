import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model/problem.ts'
import { PROBLEM_CODES } from '../../src/model/problem.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import { parseScenario, platformNotFound, platformPathOf } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'
import { formatProblem } from '../../src/yaml/format-problem.ts'

// `fixtures/broken` holds a file for each kind of mistake and, beside it, exactly what is said about it.
// After a sentence has been improved: `vitest run test/yaml/broken-files.test.ts -u`, and read the difference.
const BROKEN = fileURLToPath(new URL('../../fixtures/broken/', import.meta.url))
const FILES = readdirSync(BROKEN).sort()
const MISTAKES = FILES.filter(file => /\.(platform|scenario)\.yaml$/.test(file))

describe('every kind of mistake has its file and its words', () => {
  test.each(MISTAKES)('%s', async file => {
    const problems = file.endsWith('.platform.yaml') ? platformProblems(file) : scenarioProblems(file)
    expect(problems, 'a broken file without a problem').not.toEqual([])
    await expect(`${problems.map(formatProblem).join('\n')}\n`).toMatchFileSnapshot(expectedFile(file))
  })

  test('no expected words are missing or left over', () => {
    const expected = MISTAKES.map(file => expectedFile(file).slice(BROKEN.length))
    expect(FILES.filter(file => file.endsWith('.expected.txt'))).toEqual(expected.sort())
  })

  test('every code of a problem has a file that shows it', () => {
    const all = MISTAKES.map(file => readFileSync(expectedFile(file), 'utf8')).join('')
    expect(PROBLEM_CODES.filter(code => !all.includes(`  ${code}  `))).toEqual([])
  })

  test('the platform that broken scenarios lean on is itself right', () => {
    expect(parsePlatform('without-routes.yaml', textOf(join(BROKEN, 'without-routes.yaml'))).ok).toBe(true)
  })
})

function platformProblems(file: string): readonly Problem[] {
  const parsed = parsePlatform(file, textOf(join(BROKEN, file)))
  const names = parsed.ok ? portsOf(parsed.value) : []
  const resolved = resolvePlatform(parsed, {
    dir: '/platform',
    env: { BROKEN_SHORT: 'abc', BROKEN_EMPTY: '' },
    ports: Object.fromEntries(names.map((name, index) => [name, 40_000 + index])),
    stageDir: '/stage',
    options: {},
  })
  return resolved.ok ? [] : resolved.problems
}

function scenarioProblems(file: string): readonly Problem[] {
  const parsed = parseScenario(file, textOf(join(BROKEN, file)))
  const named = platformPathOf(parsed) ?? 'without-routes.yaml'
  const platformFile = join(dirname(join(BROKEN, file)), named)
  if (!existsSync(platformFile)) return [platformNotFound(parsed, named)].filter(problem => problem !== undefined)
  const resolved = resolveScenario(parsed, parsePlatform(named, textOf(platformFile)))
  return resolved.ok ? [] : resolved.problems
}

function expectedFile(file: string): string {
  return join(BROKEN, file.replace(/yaml$/, 'expected.txt'))
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8')
}
