import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Platform } from '../../src/model/platform.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import { optionsOf, parseScenario, platformPathOf } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'

const SCENARIOS = fileURLToPath(new URL('../../scenarios', import.meta.url))

export interface Shipped {
  readonly name: string
  readonly scenario: Scenario
  readonly platform: Platform
  readonly options: Readonly<Record<string, string>>
}

/** Every scenario that is shipped, resolved with ports and folders that nobody uses. */
export function shippedScenarios(): readonly Shipped[] {
  const files = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml'))
  return files.sort().map(file => shipped(join(SCENARIOS, file), file.replace(/\.yaml$/, '')))
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
  return { name, scenario: scenario.value, platform: platform.value.platform, options }
}
