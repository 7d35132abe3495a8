import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCases } from '../../src/gates/golden/cases/read-cases.ts'
import type { LoadedGolden } from '../../src/model/golden.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import type { ReadyRunbook } from '../../src/run/drill.ts'
import { parseRunbook } from '../../src/runbook/parse-runbook.ts'
import { optionsOf, parseScenario, platformPathOf } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'

const SCENARIOS = fileURLToPath(new URL('../../scenarios', import.meta.url))

export interface Shipped {
  readonly name: string
  readonly scenario: Scenario
  readonly platform: Platform
  readonly options: Readonly<Record<string, string>>
  readonly golden: readonly LoadedGolden[]
  /** What is followed to bring it back, and a text that every one of its commands may say to be believed. */
  readonly runbook: ReadyRunbook | undefined
}

/** Every scenario that is shipped, resolved with ports and folders that nobody uses. */
export function shippedScenarios(): readonly Shipped[] {
  const files = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml'))
  return files.sort().map(file => shipped(join(SCENARIOS, file), file.replace(/\.yaml$/, '')))
}

function runbookAt(dir: string, file: string): ReadyRunbook {
  const { runbook, problems } = parseRunbook(file, readFileSync(join(dir, file), 'utf8'))
  if (problems.length > 0) throw new Error(`${file} has problems`)
  return { runbook, environment: {} }
}

/** What the commands of a runbook have to say, all at once. */
export function expectedOf({ runbook }: ReadyRunbook): string {
  const expected = runbook.steps.flatMap(step => step.commands).flatMap(command => command.expect)
  return expected.map(each => (each.kind === 'text' ? each.text : each.pattern)).join('\n')
}

/** One shipped scenario by its name. */
export function shippedScenario(name: string): Shipped {
  return shipped(join(SCENARIOS, `${name}.yaml`), name)
}

function shipped(file: string, name: string): Shipped {
  const parsed = parseScenario(file, readFileSync(file, 'utf8'))
  const platformFile = resolve(dirname(file), platformPathOf(parsed) ?? '')
  const platformParsed = parsePlatform(platformFile, readFileSync(platformFile, 'utf8'))
  if (!platformParsed.ok) throw new Error(`${platformFile} has problems`)
  const options = optionsOf(parsed)
  const ports = Object.fromEntries(portsOf(platformParsed.value).map((port, i) => [port, 20_000 + i]))
  const given = { dir: dirname(platformFile), env: {}, ports, stageDir: '/stage', options }
  const platform = resolvePlatform(platformParsed, given)
  const scenario = resolveScenario(parsed, platformParsed)
  if (!platform.ok || !scenario.ok) throw new Error(`${file} has problems`)
  const golden = platform.value.platform.golden.map(set => {
    const cases = readCases(set.casesFile, readFileSync(resolve(dirname(platformFile), set.casesFile), 'utf8'))
    if (!cases.ok) throw new Error(`${set.casesFile} has problems`)
    return { set: set.id, cases: cases.value, hash: 'the same' }
  })
  const { recovery } = scenario.value
  const runbook = recovery.kind === 'runbook' ? runbookAt(dirname(platformFile), recovery.file) : undefined
  return { name, scenario: scenario.value, platform: platform.value.platform, options, golden, runbook }
}
