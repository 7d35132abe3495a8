import { writeFileSync } from 'node:fs'
import { platformJsonSchema } from '../src/platform/schema.ts'
import { scenarioJsonSchema } from '../src/scenario/schema.ts'

// Writes the JSON Schemas that editors use. Run it after every change of a schema: `node tools/schemas.ts`.
for (const [name, schema] of [
  ['platform', platformJsonSchema()],
  ['scenario', scenarioJsonSchema()],
] as const) {
  const file = new URL(`../scenarios/${name}.schema.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  process.stdout.write(`wrote scenarios/${name}.schema.json\n`)
}
