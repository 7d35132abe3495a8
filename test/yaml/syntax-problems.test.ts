import { describe, expect, test } from 'vitest'
import { readYaml } from '../../src/yaml/read-yaml.ts'

function said(text: string): readonly string[] {
  const { tree, problems } = readYaml('f', text)
  expect(tree, 'text with broken syntax has no tree').toBeUndefined()
  return problems.map(({ line, column, what }) => `${line}:${column} ${what}`)
}

describe('each slip has its own words', () => {
  test.each([
    ['a tab', 'a:\n\tb: 1\n', ['2:1 this line is indented with a tab']],
    [
      'a line between two columns',
      'a:\n  b: 1\n c: 2\n',
      ['3:1 this line is indented differently from the lines it belongs to'],
    ],
    ['a brace left open', 'a: { b: 1\nc: 2\n', ['2:1 a "{" above is not closed before this line']],
    ['a bracket left open', 'a: [1, 2\nc: 2\n', ['2:1 a "[" above is not closed before this line']],
    ['a bracket left open to the end', 'a: [1, 2', ['1:9 a "[" above is not closed before this line']],
    ['a double quote left open', 'a: 1\nb: "x\nc: 2\n', ['2:4 this quote is never closed']],
    ['a single quote left open', "a: 1\nb: 'x\nc: 2\n", ['2:4 this quote is never closed']],
    ['a colon too many', 'a: b: c\n', ['1:4 there is a second ": " where a value should be']],
    ['a reserved character', 'a: @b\n', ['1:4 this value starts with a character that YAML keeps for itself']],
    ['an unknown escape', 'a: "\\q"\n', ['1:5 this backslash sequence means nothing inside double quotes']],
    ['a key without a colon', 'a: 1\nb\nc: 2\n', ['2:1 "b" has no colon']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['2:1 a second document starts here']],
    ['a tag', 'a: !env B\n', ['1:4 the tag (a word that starts with "!") is not understood here']],
    [
      'a tag that YAML knows',
      'a: !!binary aGVsbG8=\n',
      ['1:4 the tag (a word that starts with "!") is not understood here'],
    ],
    ['a directive', '%FOO bar\n---\na: 1\n', ['1:1 this "%" line is not understood']],
    ['text after a quote', 'a: "x" y\n', ['1:8 something stands here that does not belong to the value before it']],
    [
      'a list entry without its dash',
      'a:\n- b: 1\n c: 2\n',
      ['3:1 this line stands where the next "- " of a list should be'],
    ],
    ['an empty alias', 'a: *\n', ['1:4 this anchor ("&") or alias ("*") is not written properly']],
    ['no space before a comment', 'a: "x"#b\n', ['1:7 a space is missing here']],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('a placeholder without quotes inside brackets is told as what it is', () => {
  const words = `a value with \${…} stands without quotes inside { } or [ ]`
  test.each([
    [`a: { url: \${agent}/x }\n`, `1:11 ${words}`],
    [`a: [\${agent}]\n`, `1:5 ${words}`],
    [`a: { b: "\${x}", c: 127.0.0.1:\${port.c} }\n`, `1:30 ${words}`],
    [`a: { b: '\${x}', c: d\${e} }\n`, `1:21 ${words}`],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual([expected])
  })
})

test('mistakes on different lines are told together', () => {
  expect(said('a: @b\nb: `c`\nc: "\\q"\n')).toEqual([
    '1:4 this value starts with a character that YAML keeps for itself',
    '2:4 this value starts with a character that YAML keeps for itself',
    '3:5 this backslash sequence means nothing inside double quotes',
  ])
})

test('what an open quote swallowed is not told as more mistakes', () => {
  expect(said('a: { b: "x }\nc: { d: 1 }\n')).toEqual(['1:9 this quote is never closed'])
})

test('no more than twenty lines are complained of', () => {
  expect(said(Array.from({ length: 50 }, (_, index) => `k${index}: @x`).join('\n'))).toHaveLength(20)
})

test('nesting that exhausts the reader is told without a line', () => {
  expect(said('['.repeat(20_000))).toEqual(['1:1 the file is nested too deep to be read'])
})
