import { parseWritten } from '../yaml/parse-written.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { FileKind } from '../yaml/schema-problems.ts'
import type { Parsed } from '../yaml/tree.ts'
import { captureRules } from './capture-rules.ts'
import { componentRules } from './component-rules.ts'
import { goldenRules } from './golden-rules.ts'
import { journeyRules } from './journey-rules.ts'
import { ledgerRules } from './ledger-rules.ts'
import { machineRules } from './machine-rules.ts'
import { outletRules } from './outlet-rules.ts'
import { knownPlaceholders } from './placeholder-rules.ts'
import { requestRules } from './request-rules.ts'
import { platformSayings } from './sayings.ts'
import type { WrittenPlatform } from './schema.ts'
import { platformJsonSchema, platformSchema } from './schema.ts'
import { signalRules } from './signal-rules.ts'
import { specRules } from './spec-schema.ts'
import { tenantRules } from './tenant-rules.ts'

/** Reads a platform file: the platform as written, or every problem that shows without looking elsewhere. */
export function parsePlatform(file: string, text: string): Parsed<WrittenPlatform> {
  return parseWritten(readYaml(file, text), platformFile, [
    ...componentRules,
    ...requestRules,
    ...journeyRules,
    ...captureRules,
    ...tenantRules,
    ...ledgerRules,
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
