import type { Problem, ProblemCode } from '../model/problem.ts'

/** What a YAML file says, as plain values, and where it says each of them. */
export interface Tree {
  readonly file: string
  readonly value: unknown
  readonly at: Positions
}

/** The way from the top of a file to one value: `['journeys', 'ask', 'every']`. */
export type Path = readonly (string | number)[]

/** A place in a file. Lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Finds the place of anything in a file; of the nearest thing around it if it is not there. */
export interface Positions {
  key(path: Path): Place
  value(path: Path): Place
  /** The place of some text inside a value, such as one placeholder in a long command. */
  inside(path: Path, text: string): Place
}

/** What came of reading one file: a value of the written type, or every problem. Either way the tree, where there is one. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly tree: Tree }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly tree: Tree | undefined }

/** A value made of one or more files, or everything that is wrong with them. */
export type Resolved<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** A problem without its place: what is wrong, why it matters, what to do now. */
export interface Words {
  readonly code: ProblemCode
  readonly what: string
  readonly why: string
  readonly now: string
}

/** The value at a path, or undefined if the file does not go there. Never follows what every object inherits. */
export function valueAt(tree: Tree, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof step === 'number') return isList(value) ? value[step] : undefined
    return isMapping(value) ? lookUp(value, step) : undefined
  }, tree.value)
}

/** One entry of a record; never what every object inherits. */
export function lookUp<Value>(entries: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined
}

/** The text at a path, if there is text. */
export function textAt(tree: Tree, path: Path): string | undefined {
  const value = valueAt(tree, path)
  return typeof value === 'string' ? value : undefined
}

/** The keys of the mapping at a path; none if there is no mapping. */
export function keysAt(tree: Tree, path: Path): readonly string[] {
  const value = valueAt(tree, path)
  return isMapping(value) ? Object.keys(value) : []
}

/** The entries of the list at a path; none if there is no list. */
export function itemsAt(tree: Tree, path: Path): readonly unknown[] {
  const value = valueAt(tree, path)
  return isList(value) ? value : []
}

/** A problem with the key at a path. */
export function problemAtKey(tree: Tree, path: Path, words: Words): Problem {
  return { file: tree.file, ...tree.at.key(path), ...words }
}

/** A problem with the value at a path. */
export function problemAtValue(tree: Tree, path: Path, words: Words): Problem {
  return { file: tree.file, ...tree.at.value(path), ...words }
}

/** Problems as a reader goes through the file, each said once. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const once = new Map(problems.map(problem => [JSON.stringify(problem), problem]))
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Whether a value has keys. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
