import type { z } from 'zod'
import type { Problem } from '../model/problem.ts'
import type { YamlRead } from './read-yaml.ts'
import type { FileKind } from './schema-problems.ts'
import { schemaProblems } from './schema-problems.ts'
import type { Parsed, Tree } from './tree.ts'
import { inOrder, isMapping } from './tree.ts'
import { whatIs } from './words.ts'

/** One thing a file must keep to that a schema cannot say. It reads the raw tree, so it speaks up also when other parts are wrong. */
export type Rule = (tree: Tree) => readonly Problem[]

/** Holds a file against its schema and its rules, and reports all problems together. */
export function parseWritten<Schema extends z.ZodType>(
  read: YamlRead,
  kind: FileKind<Schema>,
  rules: readonly Rule[],
): Parsed<z.infer<Schema>> {
  const { tree } = read
  if (tree === undefined) return { ok: false, problems: read.problems, tree }
  if (!isMapping(tree.value)) return { ok: false, problems: [...read.problems, notAMapping(tree, kind.words)], tree }
  const found = [...schemaProblems(tree, kind), ...rules.flatMap(rule => rule(tree))]
  const problems = [...read.problems, ...found.filter(problem => !read.problems.some(isAtPlaceOf(problem)))]
  if (problems.length > 0) return { ok: false, problems: inOrder(problems), tree }
  return { ok: true, value: kind.schema.parse(tree.value), tree }
}

/** What YAML could not read in a place has no value there that could be judged. */
function isAtPlaceOf({ line, column }: Problem): (other: Problem) => boolean {
  return other => other.line === line && other.column === column
}

function notAMapping(tree: Tree, fileWords: string): Problem {
  const empty = tree.value === null
  return {
    file: tree.file,
    line: 1,
    column: 1,
    code: 'WRONG_TYPE',
    what: empty ? `${fileWords} is empty` : `${fileWords} is ${whatIs(tree.value)}, not a mapping of keys to values`,
    why: 'it has to say things by their names',
    now: 'start from one of the examples that come with Blackstart',
  }
}
