import type { Problem } from '../model/problem.ts'
import { parseWritten } from '../yaml/parse-written.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { FileKind } from '../yaml/schema-problems.ts'
import type { Parsed } from '../yaml/tree.ts'
import { keysAt, problemAtValue, textAt, valueAt } from '../yaml/tree.ts'
import { scenarioRules } from './rules/scenario-rules.ts'
import { insteadOfKey, scenarioSayings } from './sayings.ts'
import type { WrittenScenario } from './schema.ts'
import { scenarioJsonSchema, scenarioSchema } from './schema.ts'

/** Reads a scenario file: the scenario as written, or every problem that shows without looking at its platform. */
export function parseScenario(file: string, text: string): Parsed<WrittenScenario> {
  return parseWritten(readYaml(file, text), scenarioFile, scenarioRules)
}

/** The platform file a scenario names, as a path from its own file; also where the rest of the file is wrong. */
export function platformPathOf(parsed: Parsed<WrittenScenario>): string | undefined {
  return parsed.tree === undefined ? undefined : textAt(parsed.tree, ['platform'])
}

/** The problem of a scenario whose platform file is not there. */
export function platformNotFound(parsed: Parsed<WrittenScenario>, looked: string): Problem | undefined {
  const { tree } = parsed
  if (tree === undefined) return undefined
  return problemAtValue(tree, ['platform'], {
    code: 'MISSING_FILE',
    what: `there is no platform file at ${looked}`,
    why: 'a scenario can only break a platform that is described',
    now: 'write its path as seen from this file, or name one with --platform',
  })
}

/** What a scenario changes about its platform's options. */
export function optionsOf(parsed: Parsed<WrittenScenario>): Readonly<Record<string, string>> {
  const { tree } = parsed
  if (tree === undefined) return {}
  return Object.fromEntries(keysAt(tree, ['options']).map(name => [name, String(valueAt(tree, ['options', name]))]))
}

const scenarioFile: FileKind<typeof scenarioSchema> = {
  words: 'the scenario file',
  schema: scenarioSchema,
  jsonSchema: scenarioJsonSchema,
  sayings: scenarioSayings,
  unknownKey: insteadOfKey,
}
