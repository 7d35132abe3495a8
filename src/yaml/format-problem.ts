import type { Problem } from '../model/problem.ts'

/** One problem on one line: `file:line:column  CODE  what; why; what now`. */
export function formatProblem({ file, line, column, code, what, why, now }: Problem): string {
  return `${file}:${line}:${column}  ${code}  ${what}; ${why}; ${now}`
}

/** The same for a terminal, with the line of the file and a caret under the place. */
export function formatProblemWithSource(problem: Problem, source: string): string {
  const line = source.split(/\r?\n/)[problem.line - 1]
  // Of what is no text there is nothing to be shown.
  if (line === undefined || line.trim() === '' || source.includes('\0')) return formatProblem(problem)
  const number = String(problem.line)
  const [shown, indent] = window(line, problem.column - 1)
  return [formatProblem(problem), `  ${number} | ${shown}`, `  ${' '.repeat(number.length)} | ${indent}^`].join('\n')
}

/** The part of a line around a column, printable, and the space that leads to the column. */
function window(line: string, column: number): readonly [string, string] {
  const from = column > 80 ? column - 40 : 0
  const before = printable(line.slice(from, column))
  const shown = `${from > 0 ? '…' : ''}${before}${printable(line.slice(column, from + 120))}`
  return [shown, ' '.repeat(before.length + (from > 0 ? 1 : 0))]
}

function printable(text: string): string {
  // A file may hold anything; a terminal obeys some of it.
  return text.replaceAll('\t', '  ').replace(/\p{Cc}/gu, '?')
}
