import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model/problem.ts'
import { formatProblem, formatProblemWithSource } from '../../src/yaml/format-problem.ts'

const problem: Problem = {
  file: 'platform.yaml',
  line: 2,
  column: 7,
  code: 'UNKNOWN_VALUE',
  what: '"kind" is "servcie"',
  why: 'nobody knows it',
  now: 'did you mean "service"?',
}
const LINE = 'platform.yaml:2:7  UNKNOWN_VALUE  "kind" is "servcie"; nobody knows it; did you mean "service"?'

test('a problem fits on one line that editors can jump to', () => {
  expect(formatProblem(problem)).toBe(LINE)
})

describe('for a terminal, with the line and a caret', () => {
  test('the caret stands under the place', () => {
    expect(formatProblemWithSource(problem, 'agent:\nkind: servcie\n')).toBe(
      [LINE, '  2 | kind: servcie', '    |       ^'].join('\n'),
    )
  })

  test('the caret stays under the place after tabs', () => {
    expect(formatProblemWithSource(problem, 'agent:\n\t\tkind: x\n')).toBe(
      [LINE, '  2 |     kind: x', '    |         ^'].join('\n'),
    )
  })

  test('of a long line only the part around the place is shown', () => {
    const source = `a\n${'x'.repeat(200)}here${'y'.repeat(300)}\n`
    const lines = formatProblemWithSource({ ...problem, column: 201 }, source).split('\n')
    expect(lines[1]).toBe(`  2 | …${'x'.repeat(40)}here${'y'.repeat(76)}`)
    expect(lines[2]).toBe(`    | ${' '.repeat(41)}^`)
  })

  test('what a terminal would obey is shown as a question mark', () => {
    const lines = formatProblemWithSource(problem, 'a\n\u001b[2Jkind: \u0007\u009b\n').split('\n')
    expect(lines[1]).toBe('  2 | ?[2Jkind: ??')
  })

  test('a place past the end, or on an empty line, has no line to show', () => {
    expect(formatProblemWithSource(problem, 'a\n')).toBe(LINE)
    expect(formatProblemWithSource(problem, 'a\n   \nb\n')).toBe(LINE)
  })
})
