import { parse } from 'csv-parse/sync'
import type { Problem } from '../../../model/problem.ts'
import type { Positions, Tree } from '../../../yaml/tree.ts'
import { keySuggestion, quoted } from '../../../yaml/words.ts'
import { isPromptfooHeader, promptfooRow } from './promptfoo.ts'
import type { RawCase, RawCases } from './read-cases.ts'

/** One case in each row, under a row of names. `;` parts what is a list; an empty cell says nothing. */
export function readCsv(file: string, text: string): RawCases {
  const rows = rowsIn(file, text)
  if ('problem' in rows) return { cases: [], problems: [rows.problem] }
  const [header, ...rest] = rows.rows
  if (header === undefined) return { cases: [], problems: [] }
  const names = header.cells.map(cell => cell.trim())
  if (isPromptfooHeader(names)) {
    return promptfooRow(
      names,
      rest.map(({ line, cells }) => ({ cells, tree: value => rowTree(file, line, names, value) })),
    )
  }
  const strange = names.flatMap((name, index) => (COLUMNS.includes(name) ? [] : [unknownColumn(file, name, index)]))
  if (strange.length > 0) return { cases: [], problems: strange }
  return {
    cases: rest.map(
      ({ line, cells }): RawCase => ({ tree: rowTree(file, line, names, rowValue(names, cells)), path: [] }),
    ),
    problems: [],
  }
}

const COLUMNS = [
  'id',
  'tenant',
  'input',
  'expected',
  'source',
  'sources',
  'tags',
  'weight',
  'refuses',
  'scorer',
  'note',
]
const LISTS = ['sources', 'tags']

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

function rowsIn(file: string, text: string): { readonly rows: readonly Row[] } | { readonly problem: Problem } {
  try {
    const read = parse(text, { info: true, bom: true, relax_column_count: true, skip_empty_lines: true })
    const rows = read as unknown as readonly { readonly record: string[]; readonly info: { readonly lines: number } }[]
    return { rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })) }
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1
    const what = `the file cannot be read as CSV (${error instanceof Error ? error.message : String(error)})`
    const why = 'each row is one case'
    return { problem: { file, line, column: 1, code: 'YAML_SYNTAX', what, why, now: 'look at the quotes of that row' } }
  }
}

function rowValue(names: readonly string[], cells: readonly string[]): Readonly<Record<string, unknown>> {
  const filled = names.flatMap((name, index) => {
    const cell = cells[index] ?? ''
    return cell.trim() === '' ? [] : [[name, cellValue(name, cell)] as const]
  })
  return Object.fromEntries(filled)
}

function cellValue(name: string, cell: string): unknown {
  if (LISTS.includes(name))
    return cell
      .split(';')
      .map(part => part.trim())
      .filter(part => part !== '')
  if (name === 'weight') return Number.isFinite(Number(cell)) ? Number(cell) : cell
  if (name === 'refuses') return cell.trim() === 'true' ? true : cell.trim() === 'false' ? false : cell
  return cell
}

/** The place of a cell is its row and the number of its column. */
function rowTree(file: string, line: number, names: readonly string[], value: unknown): Tree {
  const place = (path: readonly (string | number)[]) => ({
    line,
    column: Math.max(0, names.indexOf(String(path[0]))) + 1,
  })
  const at: Positions = { key: place, value: place, inside: place }
  return { file, value, at }
}

function unknownColumn(file: string, name: string, index: number): Problem {
  return {
    file,
    line: 1,
    column: index + 1,
    code: 'UNKNOWN_KEY',
    what: `${quoted(name)} is not a column of a file of cases`,
    why: 'nothing reads it, so it would change nothing',
    now: keySuggestion(name, COLUMNS),
  }
}
