import type { Problem } from '../../../model/problem.ts'
import {
  isMapping,
  itemsAt,
  keysAt,
  type Path,
  problemAtValue,
  type Tree,
  textAt,
  valueAt,
} from '../../../yaml/tree.ts'
import { quoted } from '../../../yaml/words.ts'
import { assertScorer } from './promptfoo-assert.ts'
import type { RawCase, RawCases } from './read-cases.ts'

/** Whether something in a list of tests is written as promptfoo does: variables and what is asserted of the answer. */
export function isPromptfoo(item: unknown): boolean {
  return isMapping(item) && (isMapping(item.vars) || Array.isArray(item.assert))
}

/** A promptfoo test as a case: the variable that is the question, and each assertion as a scorer. */
export function promptfooTest(tree: Tree, path: Path): RawCases {
  const vars = keysAt(tree, [...path, 'vars'])
  const asked = questionAmong(vars)
  if (asked === undefined) return { cases: [], problems: [noQuestion(tree, path, vars)] }
  const asserts = itemsAt(tree, [...path, 'assert']).map((_, index) => [...path, 'assert', index])
  const scorers = asserts.map((place, index) => ({ place, read: assertScorer(valueAt(tree, place), index) }))
  const problems = scorers.flatMap(({ place, read }): readonly Problem[] =>
    'trouble' in read ? [problemAtValue(tree, [...place, 'type'], read.trouble)] : [],
  )
  if (problems.length > 0) return { cases: [], problems }
  const metadata = valueAt(tree, [...path, 'metadata'])
  const value = {
    ...named(textAt(tree, [...path, 'description'])),
    input: String(valueAt(tree, [...path, 'vars', asked])),
    ...plainOf(metadata),
    ...(scorers.length === 0
      ? {}
      : { scorers: scorers.flatMap(({ read }) => ('scorer' in read ? [read.scorer] : [])) }),
  }
  // What was made of it has no places of its own: the test's place stands for all.
  const at = { key: () => tree.at.value(path), value: () => tree.at.value(path), inside: () => tree.at.value(path) }
  return { cases: [{ tree: { file: tree.file, value, at }, path: [] }], problems: [] }
}

/** Whether the first row of a CSV file is one of promptfoo's. */
export function isPromptfooHeader(names: readonly string[]): boolean {
  return names.some(name => /^__(expected\d*|description|metadata:.*|threshold|metric|prefix|suffix)$/.test(name))
}

interface PromptfooRow {
  readonly cells: readonly string[]
  tree(value: unknown): Tree
}

/** The rows of a promptfoo CSV file as cases. */
export function promptfooRow(names: readonly string[], rows: readonly PromptfooRow[]): RawCases {
  const asked = questionAmong(names.filter(name => !name.startsWith('__')))
  const cases: RawCase[] = []
  const problems: Problem[] = []
  for (const { cells, tree } of rows) {
    const cell = (name: string): string => cells[names.indexOf(name)] ?? ''
    const expected = names.filter(name => /^__expected\d*$/.test(name) && cell(name).trim() !== '')
    const read = expected.map((name, index) => ({ name, read: assertScorer(fromCell(cell(name)), index) }))
    const troubles = read.flatMap(({ name, read }) =>
      'trouble' in read ? [problemAtValue(tree({}), [name], read.trouble)] : [],
    )
    problems.push(...troubles)
    if (troubles.length > 0 || asked === undefined) continue
    const value = {
      ...named(cell('__description')),
      input: cell(asked),
      scorers: read.flatMap(({ read }) => ('scorer' in read ? [read.scorer] : [])),
    }
    cases.push({ tree: tree(value), path: [] })
  }
  return { cases, problems }
}

/** `contains: text`, `similar(0.8): text`; a bare text must be the whole answer. */
function fromCell(cell: string): unknown {
  const [, type, threshold, value] = /^([a-z-]+)(?:\(([\d.]+)\))?:\s*([\s\S]*)$/.exec(cell) ?? []
  if (type === undefined)
    return /^(is-json|contains-json)$/.test(cell) ? { type: cell } : { type: 'equals', value: cell }
  const lists = type.includes('-all') || type.includes('-any')
  const said = lists ? (value ?? '').split(',').map(part => part.trim()) : value
  return { type, value: said, ...(threshold === undefined ? {} : { threshold: Number(threshold) }) }
}

function questionAmong(vars: readonly string[]): string | undefined {
  return (
    ['input', 'question', 'query', 'prompt', 'message'].find(name => vars.includes(name)) ??
    (vars.length === 1 ? vars[0] : undefined)
  )
}

function named(description: string | undefined): { readonly id?: string } {
  return description === undefined || description.trim() === '' ? {} : { id: description }
}

/** What a test's metadata may say in our words. */
function plainOf(metadata: unknown): Readonly<Record<string, unknown>> {
  if (!isMapping(metadata)) return {}
  return Object.fromEntries(
    ['id', 'tenant', 'tags', 'weight'].flatMap(key => (key in metadata ? [[key, metadata[key]]] : [])),
  )
}

function noQuestion(tree: Tree, path: Path, vars: readonly string[]): Problem {
  return problemAtValue(tree, path, {
    code: 'MISSING_KEY',
    what: `none of the variables ${vars.map(quoted).join(', ') || '(there are none)'} is known to be the question`,
    why: 'a case asks one thing',
    now: 'call the variable that is asked "input" or "question"',
  })
}
