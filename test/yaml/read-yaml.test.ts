import { describe, expect, test } from 'vitest'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import type { Path } from '../../src/yaml/tree.ts'
import { itemsAt, keysAt, textAt, valueAt } from '../../src/yaml/tree.ts'

const TEXT = `# a comment
platform: small
components:
  agent:
    kind: service
    dependsOn: [gateway, "store"]
  empty:
notes: >-
  two lines
  folded: \${agent}
`

function read(text: string) {
  const { tree, problems } = readYaml('small.yaml', text)
  if (tree === undefined) throw new Error(problems.map(problem => problem.what).join())
  return tree
}

function complaints(text: string): readonly string[] {
  return readYaml('f', text).problems.map(({ line, column, code, what }) => `${line}:${column} ${code} ${what}`)
}

test('a file becomes plain values', () => {
  expect(read(TEXT).value).toEqual({
    platform: 'small',
    components: { agent: { kind: 'service', dependsOn: ['gateway', 'store'] }, empty: null },
    notes: `two lines folded: \${agent}`,
  })
})

describe('places', () => {
  const { at } = read(TEXT)
  test.each<[what: string, path: Path, key: [number, number], value: [number, number]]>([
    ['a value at the top', ['platform'], [2, 1], [2, 11]],
    ['a mapping starts at its first key', ['components'], [3, 1], [4, 3]],
    ['a value inside mappings', ['components', 'agent', 'kind'], [5, 5], [5, 11]],
    ['an entry of a list has one place', ['components', 'agent', 'dependsOn', 0], [6, 17], [6, 17]],
    ['a quoted entry starts at its quote', ['components', 'agent', 'dependsOn', 1], [6, 26], [6, 26]],
    ['a value left empty stands where its key does', ['components', 'empty'], [7, 3], [7, 3]],
    ['what is not there is looked for around it', ['components', 'agent', 'kimd'], [4, 3], [5, 5]],
    ['the top is the first key, not the comment before it', [], [2, 1], [2, 1]],
  ])('%s', (_, path, [keyLine, keyColumn], [valueLine, valueColumn]) => {
    expect(at.key(path)).toEqual({ line: keyLine, column: keyColumn })
    expect(at.value(path)).toEqual({ line: valueLine, column: valueColumn })
  })

  test('text inside a value has its own place', () => {
    expect(at.inside(['notes'], `\${agent}`)).toEqual({ line: 10, column: 11 })
    expect(at.inside(['components', 'agent', 'dependsOn', 1], 'ore')).toEqual({ line: 6, column: 29 })
  })

  test('text that only appears once the value is unfolded is at the start of the value', () => {
    expect(at.inside(['notes'], 'lines folded')).toEqual(at.value(['notes']))
  })

  test('lines end with a line feed, after a carriage return or not', () => {
    expect(read('a: 1\r\nb:\r\n  c: 2\r\n').at.value(['b', 'c'])).toEqual({ line: 3, column: 6 })
  })

  test('a byte order mark is no letter of the first key', () => {
    expect(read('\uFEFFa: 1\nb: 2\n').value).toEqual({ a: 1, b: 2 })
  })
})

describe('values are asked for by path', () => {
  const tree = read(TEXT)
  test('what is there is found', () => {
    expect(valueAt(tree, ['components', 'agent', 'dependsOn', 1])).toBe('store')
    expect(textAt(tree, ['components', 'agent', 'kind'])).toBe('service')
    expect(keysAt(tree, ['components'])).toEqual(['agent', 'empty'])
    expect(itemsAt(tree, ['components', 'agent', 'dependsOn'])).toEqual(['gateway', 'store'])
  })

  test('what is not there, or is something else, is nothing', () => {
    expect(valueAt(tree, ['components', 'agent', 'kind', 'more'])).toBeUndefined()
    expect(textAt(tree, ['components'])).toBeUndefined()
    expect(keysAt(tree, ['platform'])).toEqual([])
    expect(itemsAt(tree, ['components'])).toEqual([])
  })

  test('what every object inherits is not in the file', () => {
    expect(valueAt(tree, ['constructor'])).toBeUndefined()
    expect(valueAt(tree, ['components', 'agent', 'dependsOn', 'length'])).toBeUndefined()
    expect(textAt(tree, ['components', 'toString'])).toBeUndefined()
  })
})

describe('aliases', () => {
  test('an alias repeats a value, with the place of what it repeats', () => {
    const tree = read('a: &x { b: 1 }\nc: *x\n')
    expect(tree.value).toEqual({ a: { b: 1 }, c: { b: 1 } })
    expect(tree.at.value(['c', 'b'])).toEqual({ line: 1, column: 12 })
  })

  test('the last anchor of a name counts', () => {
    expect(read('a: &x 1\nb: *x\nc: &x 2\nd: *x\n').value).toEqual({ a: 1, b: 1, c: 2, d: 2 })
  })

  test('what an alias repeats does not bring its old anchors back', () => {
    expect(read('a: &x { b: &y 1 }\nc: &y 2\nd: *x\ne: *y\n').value).toMatchObject({ d: { b: 1 }, e: 2 })
  })

  test('an alias before its anchor, or without one, stands for nothing', () => {
    expect(complaints('a: *x\nb: &x 1\n')).toEqual(['1:4 YAML_SYNTAX the alias "*x" stands for nothing'])
  })

  test('an alias inside its own value is told, and everything else is still read', () => {
    const { tree, problems } = readYaml('f', 'a: &x [1, *x]\nb: 2\n')
    expect(problems.map(problem => problem.what)).toEqual(['the alias "*x" stands inside the value it repeats'])
    expect(tree?.value).toEqual({ a: [1, null], b: 2 })
  })

  test('aliases that multiply are cut short, once, and no half tree is handed on', () => {
    const tens = (name: string) => `[${Array(10).fill(name).join(', ')}]`
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      `b: &b ${tens('*a')}`,
      `c: &c ${tens('*b')}`,
      `d: &d ${tens('*c')}`,
      `e: ${tens('*d')}`,
    ]
    const { tree, problems } = readYaml('f', bomb.join('\n'))
    expect(tree).toBeUndefined()
    expect(problems.map(problem => problem.what)).toEqual([
      'the file stands for more than 20000 values once its aliases are filled in',
    ])
  })
})

describe('what plain values cannot hold', () => {
  test.each([
    ['a: 1\nb: 2\na: 3\n', '3:1 DUPLICATE_NAME "a" stands here twice'],
    ['a: { b: 1, b: 1 }\n', '1:12 DUPLICATE_NAME "b" stands here twice'],
    ['__proto__: { a: 1 }\n', '1:1 BAD_NAME "__proto__" cannot be used as a key'],
    ['a: .nan\n', '1:4 YAML_SYNTAX this number is infinite or not a number'],
    ['a: [1, -.inf]\n', '1:8 YAML_SYNTAX this number is infinite or not a number'],
    ['? [a]\n: 1\n', '1:3 YAML_SYNTAX this key is not plain text'],
  ])('%j', (text, complaint) => {
    expect(complaints(text)).toEqual([complaint])
  })

  test('the first of two equal keys counts, so that nothing else is wrong with the rest', () => {
    expect(readYaml('f', 'a: 1\na: 2\n').tree?.value).toEqual({ a: 1 })
  })

  test('numbers and words as keys are text', () => {
    expect(read('200: a\ntrue: b\nnull: c\n').value).toEqual({ '200': 'a', true: 'b', null: 'c' })
  })
})

describe('limits', () => {
  test('fifty levels are read, one more is not', () => {
    const levels = (count: number) => `a: ${'['.repeat(count)}${']'.repeat(count)}`
    expect(complaints(levels(50))).toEqual([])
    expect(complaints(levels(51))).toEqual(['1:54 YAML_SYNTAX the values are nested more than 50 levels deep'])
  })

  test('a file too long to be a description is not read at all', () => {
    expect(complaints(`a: ${'x'.repeat(199_997)}`)).toEqual([])
    expect(complaints(`a: ${'x'.repeat(199_998)}`)).toEqual([
      '1:1 YAML_SYNTAX the file has 200001 characters, more than the 200000 that are read',
    ])
  })

  test('many keys do not take long: none is compared with every other', () => {
    const keys = Array.from({ length: 15_000 }, (_, index) => `k${index}: 1`).join('\n')
    expect(Object.keys(read(keys).value as object)).toHaveLength(15_000)
  })
})
