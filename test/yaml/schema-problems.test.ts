import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import { schemaProblems } from '../../src/yaml/schema-problems.ts'
import {
  duration,
  named,
  namedForTenants,
  sharedSayings,
  someNamed,
  text,
  webAddress,
  whole,
} from '../../src/yaml/written-values.ts'

const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('round'), radius: whole('How big it is', 1, 10) }),
  z.strictObject({ kind: z.literal('square'), side: z.number().gt(0).optional() }),
])
const schema = z.strictObject({
  name: text('The name; nothing unless given'),
  wait: duration('How long to wait', { least: '10ms', most: '1m' }).optional(),
  size: z.enum(['small', 'large']).optional().meta({ description: 'The size' }),
  shapes: z.array(shape).min(1).optional().meta({ description: 'What is drawn' }),
  parts: someNamed('The parts', z.strictObject({ page: webAddress('Its page') })).optional(),
  tags: named('Labels', z.string()).optional(),
  owned: namedForTenants('What is whose', z.string()).optional(),
  either: z
    .union([z.boolean(), z.strictObject({ at: z.number(), by: z.number().optional() })])
    .optional()
    .meta({ description: 'One or the other' }),
})
const kind = {
  words: 'the drawing',
  schema,
  jsonSchema: () => z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }),
  sayings: sharedSayings,
}

function said(yaml: string): readonly string[] {
  const { tree } = readYaml('f', yaml)
  if (tree === undefined) throw new Error('broken test text')
  return schemaProblems(tree, kind).map(
    ({ line, column, code, what, why, now }) => `${line}:${column} ${code} ${what}; ${why}; ${now}`,
  )
}

test.each([
  ['everybody’s', 'a', []],
  ['one tenant’s', 'a@acme', []],
  ['nobody’s', 'a@', ['1:21 BAD_NAME']],
  ['one tenant’s, of nothing', '@acme', ['1:21 BAD_NAME']],
  ['two tenants’', 'a@acme@globex', ['1:21 BAD_NAME']],
  ['one tenant’s, with a blank', 'a b@acme', ['1:21 BAD_NAME']],
])('a name may be %s: %s', (_, name, problems) => {
  const found = said(`{ name: a, owned: { "${name}": x } }`)
  expect(found.map(problem => problem.split(' ').slice(0, 2).join(' '))).toEqual(problems)
})

test('a file that fits has no problems', () => {
  expect(
    said('{ name: a, wait: 1s, size: small, shapes: [{ kind: square }], parts: { a: { page: "http://a" } } }'),
  ).toEqual([])
})

describe('keys', () => {
  test('an unknown key, near to none', () => {
    expect(said('name: a\nzzzzzzzzz: 1')).toEqual([
      '2:1 UNKNOWN_KEY "zzzzzzzzz" is not a key of the drawing; nothing reads it, so it would change nothing; remove it; the keys here are name, wait, size, shapes, parts, tags, owned, either',
    ])
  })

  test('a missing key says what it is for, without what holds when it is left out', () => {
    expect(said('wait: 1s')).toEqual([
      '1:1 MISSING_KEY "name" is missing from the drawing; it is the name; add "name:"',
    ])
  })

  test('a misspelt key is told once, not as missing too', () => {
    expect(said('nmae: a')).toEqual([
      '1:1 UNKNOWN_KEY "nmae" is not a key of the drawing; nothing reads it, so it would change nothing; did you mean "name"?',
    ])
  })

  test('the keys of a fork are those of the kind that was chosen', () => {
    expect(said('name: a\nshapes:\n  - { kind: square, radius: 1 }')).toEqual([
      '3:21 UNKNOWN_KEY "radius" is not a key of shapes[0]; nothing reads it, so it would change nothing; remove it; the keys here are kind, side',
    ])
  })

  test('what every object inherits is still an unknown or a missing key', () => {
    expect(said('name: a\nconstructor: 1')[0]).toMatch(/^2:1 UNKNOWN_KEY "constructor"/)
    expect(said('name: a\nparts: { toString: {} }')[0]).toMatch(
      /^2:10 MISSING_KEY "page" is missing from parts.toString/,
    )
  })
})

describe('values', () => {
  test.each([
    ['name: 3', '1:7 WRONG_TYPE "name" is the number 3, not text; it is the name; put it in quotes: "3"'],
    ['name: ""', '1:7 OUT_OF_RANGE "name" is an empty text; it is the name; write some text'],
    ['name:', '1:1 WRONG_TYPE "name" is empty, not text; it is the name; write text'],
    [
      '{ name: a, size: smal }',
      '1:18 UNKNOWN_VALUE "size" is the text "smal", which is not one of its values; it is the size; did you mean "small"?',
    ],
    [
      '{ name: a, size: [1] }',
      '1:18 UNKNOWN_VALUE "size" is a list, which is not one of its values; it is the size; write "small" or "large"',
    ],
    [
      '{ name: a, wait: 10 }',
      '1:18 BAD_DURATION "wait" is the number 10, which is not a duration; it is how long to wait; write the unit: 10s or 10ms',
    ],
    [
      '{ name: a, wait: 10 s }',
      '1:18 BAD_DURATION "wait" is the text "10 s", which is not a duration; it is how long to wait; write it like 250ms, 10s, 5m or 1h30m',
    ],
    [
      '{ name: a, wait: 2m }',
      '1:18 OUT_OF_RANGE "wait" is 2m; it is how long to wait; write at least 10 ms and at most 1 min',
    ],
    [
      '{ name: a, wait: 9ms }',
      '1:18 OUT_OF_RANGE "wait" is 9ms; it is how long to wait; write at least 10 ms and at most 1 min',
    ],
    [
      '{ name: a, shapes: [] }',
      '1:20 OUT_OF_RANGE "shapes" is an empty list; it is what is drawn; write at least one entry',
    ],
    [
      '{ name: a, shapes: round }',
      '1:20 WRONG_TYPE "shapes" is the text "round", not a list; it is what is drawn; write a list: ["round"]',
    ],
    [
      '{ name: a, shapes: [round] }',
      '1:21 WRONG_TYPE shapes[0] is the text "round", not a mapping of keys to values; it belongs to what is drawn; write a mapping of keys to values',
    ],
    [
      '{ name: a, shapes: [{ kind: ruond }] }',
      '1:29 UNKNOWN_VALUE "kind" of shapes[0] is the text "ruond", which is not one of its values; it belongs to what is drawn; did you mean "round"?',
    ],
    [
      '{ name: a, shapes: [{}] }',
      '1:21 MISSING_KEY "kind" is missing from shapes[0]; it belongs to what is drawn; add "kind:" with "round" or "square"',
    ],
    [
      '{ name: a, shapes: [{ kind: round, radius: 11 }] }',
      '1:44 OUT_OF_RANGE "radius" of shapes[0] is the number 11; it is how big it is; write at most 10',
    ],
    [
      '{ name: a, shapes: [{ kind: round, radius: 1.5 }] }',
      '1:44 WRONG_TYPE "radius" of shapes[0] is the number 1.5, not a whole number; it is how big it is; write a whole number',
    ],
    [
      '{ name: a, shapes: [{ kind: round, radius: "5" }] }',
      '1:44 WRONG_TYPE "radius" of shapes[0] is the text "5", not a number; it is how big it is; remove the quotes: 5',
    ],
    [
      '{ name: a, shapes: [{ kind: square, side: 0 }] }',
      '1:43 OUT_OF_RANGE "side" of shapes[0] is the number 0; it belongs to what is drawn; write more than 0',
    ],
    [
      '{ name: a, parts: {} }',
      '1:19 MISSING_KEY "parts" has no entries; it is the parts; describe at least one, by its name',
    ],
    [
      '{ name: a, parts: { "a b": { page: "http://a" } } }',
      '1:21 BAD_NAME "a b" of parts cannot be a name; names appear in placeholders, file names and reports; start with a letter and go on with letters, digits, "-" and "_", 64 at most',
    ],
    [
      '{ name: a, tags: { a: 1 } }',
      '1:23 WRONG_TYPE "a" of tags is the number 1, not text; it belongs to labels; put it in quotes: "1"',
    ],
    [
      '{ name: a, either: { at: x } }',
      '1:26 WRONG_TYPE "at" of either is the text "x", not a number; it belongs to one or the other; write a number',
    ],
  ])('%s', (yaml, problem) => {
    expect(said(yaml)).toEqual([problem])
  })

  test('where a value may have several shapes, the one it was meant to have is judged, in full', () => {
    expect(said('{ name: a, either: { at: x, bye: 1 } }').map(words => words.split(';')[0])).toEqual([
      '1:26 WRONG_TYPE "at" of either is the text "x", not a number',
      '1:29 UNKNOWN_KEY "bye" is not a key of either',
    ])
  })
})

test('all problems of a file are told together', () => {
  expect(said('{ nam: a, wait: 1, size: tiny, shapes: [{ kind: x }, { kind: round }], more: 1 }')).toHaveLength(6)
})

test('a part of a file can be judged by itself, with places and names of the whole', () => {
  const { tree } = readYaml('f', 'a:\n  b: { side: -1 }\n')
  if (tree === undefined) throw new Error('broken test text')
  const part = z.looseObject({ side: z.number().min(0).meta({ description: 'The side' }) })
  const problems = schemaProblems(tree, { ...kind, schema: part, jsonSchema: () => z.toJSONSchema(part) }, ['a', 'b'])
  expect(problems).toEqual([
    {
      file: 'f',
      line: 2,
      column: 14,
      code: 'OUT_OF_RANGE',
      what: '"side" of a.b is the number -1',
      why: 'it is the side',
      now: 'write at least 0',
    },
  ])
})
