import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { z } from 'zod'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { platformJsonSchema, platformSchema } from '../../src/platform/schema.ts'
import { parseScenario } from '../../src/scenario/parse-scenario.ts'
import { scenarioJsonSchema, scenarioSchema } from '../../src/scenario/schema.ts'
import { changesOf } from '../yaml/changed-files.ts'
import { fits } from './json-schema-judge.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const yamlIn = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.yaml'))
    .map(name => `${folder}/${name}`)

describe('the JSON Schemas that editors use', () => {
  test.each([
    ['scenarios/platform.schema.json', platformJsonSchema()],
    ['scenarios/scenario.schema.json', scenarioJsonSchema()],
  ])('%s is current: "node tools/schemas.ts" writes it', (file, schema) => {
    expect(JSON.parse(read(file))).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  test.each(['fixtures/harbor/platform.yaml'])('%s fits', file => {
    expect(fits(platformJsonSchema(), parse(read(file)))).toBe(true)
  })

  test.each(yamlIn('scenarios'))('%s fits', file => {
    expect(fits(scenarioJsonSchema(), parse(read(file)))).toBe(true)
  })

  test.each([
    'misspelt-key',
    'missing-key',
    'wrong-type',
    'unknown-value',
    'bad-duration',
    'bad-name',
    'misspelt-toxiproxy',
    'two-toxiproxies',
  ])('what is structurally wrong with %s an editor sees too', name => {
    expect(fits(platformJsonSchema(), parse(read(`fixtures/broken/${name}.platform.yaml`)))).toBe(false)
  })

  test.each([
    'misspelt-key',
    'missing-key',
    'wrong-type',
    'unknown-fault-kind',
    'wrong-key-for-kind',
    'guards',
    'not-available',
  ])('what is structurally wrong with the scenario %s an editor sees too', name => {
    expect(fits(scenarioJsonSchema(), parse(read(`fixtures/broken/${name}.scenario.yaml`)))).toBe(false)
  })

  test('every setting is explained where an editor shows it', () => {
    expect([...unexplained(platformJsonSchema()), ...unexplained(scenarioJsonSchema())]).toEqual([])
  })
})

describe('what editors are told is what is enforced', () => {
  // A whole platform file is validated twice for each change: a quarter of them at a time, or a busy machine makes minutes of it.
  test.for([1, 2, 3, 4])('in any platform file, quarter %i', { timeout: 60_000 }, () =>
    agreeOn('fixtures/harbor/platform.yaml', platformSchema, platformJsonSchema(), parsePlatform, 25),
  )
  test('in any scenario file', { timeout: 60_000 }, () =>
    agreeOn('scenarios/provider-latency.yaml', scenarioSchema, scenarioJsonSchema(), parseScenario, 100),
  )
})

function agreeOn(
  file: string,
  schema: z.ZodType,
  jsonSchema: object,
  parseFile: (file: string, text: string) => { readonly ok: boolean },
  numRuns: number,
): void {
  fc.assert(
    fc.property(changesOf(read(file)), text => {
      const editorLikesIt = fits(jsonSchema, parse(text))
      if (!editorLikesIt) expect(parseFile(file, text).ok, 'the editor complains of a right file').toBe(false)
      else expect(structuralIssues(schema, parse(text)), 'the editor likes a wrong file').toEqual([])
    }),
    { numRuns },
  )
}

/** What a schema finds except what no JSON Schema can say, such as how long a duration may be. */
function structuralIssues(schema: z.ZodType, value: unknown): readonly unknown[] {
  return schema.safeParse(value).error?.issues.filter(issue => issue.code !== 'custom') ?? []
}

/** Properties without a description, by their path. */
function unexplained(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key !== 'properties') return unexplained(value, path)
    return Object.entries(value as Record<string, object>).flatMap(([name, property]) => [
      ...('description' in property || 'not' in property ? [] : [`${path}.${name}`]),
      ...unexplained(property, `${path}.${name}`),
    ])
  })
}
