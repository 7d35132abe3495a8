import { parseWritten } from '../yaml/parse-written.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { FileKind } from '../yaml/schema-problems.ts'
import type { Parsed } from '../yaml/tree.ts'
import { canaryRules } from './rules/canary-rules.ts'
import { captureRules } from './rules/capture-rules.ts'
import { componentRules } from './rules/component-rules.ts'
import { goldenRules } from './rules/golden-rules.ts'
import { journeyRules } from './rules/journey-rules.ts'
import { ledgerRules } from './rules/ledger-rules.ts'
import { machineRules } from './rules/machine-rules.ts'
import { outletRules } from './rules/outlet-rules.ts'
import { knownPlaceholders } from './rules/placeholder-rules.ts'
import { requestRules } from './rules/request-rules.ts'
import { signalRules } from './rules/signal-rules.ts'
import { tenantRules } from './rules/tenant-rules.ts'
import { platformSayings } from './sayings.ts'
import type { WrittenPlatform } from './schema.ts'
import { platformJsonSchema, platformSchema } from './schema.ts'
import { specRules } from './schemas/spec-schema.ts'

/** Reads a platform file: the platform as written, or every problem that shows without looking elsewhere. */
export function parsePlatform(file: string, text: string): Parsed<WrittenPlatform> {
  return parseWritten(readYaml(file, text), platformFile, [
    ...componentRules,
    ...requestRules,
    ...journeyRules,
    ...captureRules,
    ...tenantRules,
    ...ledgerRules,
    ...canaryRules,
    ...outletRules,
    ...goldenRules,
    ...specRules,
    ...machineRules,
    ...signalRules,
    knownPlaceholders,
  ])
}

const platformFile: FileKind<typeof platformSchema> = {
  words: 'the platform file',
  schema: platformSchema,
  jsonSchema: platformJsonSchema,
  sayings: platformSayings,
}
