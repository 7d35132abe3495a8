import { parseDocument } from 'yaml'
import type { Problem } from '../model/problem.ts'
import { noText } from './complaints.ts'
import { plain } from './plain.ts'
import { placesIn, positions } from './positions.ts'
import { syntaxProblems } from './syntax-problems.ts'
import type { Tree } from './tree.ts'
import { inOrder } from './tree.ts'

/** A YAML file as plain values with places. The tree is missing when the text is no YAML at all. */
export interface YamlRead {
  readonly tree: Tree | undefined
  readonly problems: readonly Problem[]
}

// Far beyond any description of a platform; reading must end soon whatever a file holds.
const MOST_CHARACTERS = 200_000

// What no text has in it, and what is read where bytes are no UTF-8.
const NO_TEXT = /[\0\ufffd]/

/** Reads YAML text: its values and their places, and every problem YAML itself has with it. */
export function readYaml(file: string, text: string): YamlRead {
  const odd = text.search(NO_TEXT)
  if (odd >= 0) return { tree: undefined, problems: [{ file, ...placesIn(text)(odd), ...noText(text.includes('\0')) }] }
  if (text.length > MOST_CHARACTERS) return { tree: undefined, problems: [tooLong(file, text.length)] }
  const document = parseDocument(text, {
    stringKeys: true,
    // The library compares every key with every other; `plain` looks for duplicates in one pass.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // Silent would also be silent about a second document.
    logLevel: 'error',
  })
  const place = placesIn(text)
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) return { tree: undefined, problems: syntaxProblems(file, text, faults, place) }
  const read = plain(document.contents)
  const problems = read.complaints.map(({ offset, ...words }) => ({ file, ...place(offset), ...words }))
  // Cut short, the values would only raise problems of their own.
  const tree = read.whole ? { file, value: read.value, at: positions(read.spot, text, place) } : undefined
  return { tree, problems: inOrder(problems) }
}

function tooLong(file: string, length: number): Problem {
  return {
    file,
    line: 1,
    column: 1,
    code: 'YAML_SYNTAX',
    what: `the file has ${length} characters, more than the ${MOST_CHARACTERS} that are read`,
    why: 'no description of a platform or a scenario is that long, so this is probably another kind of file',
    now: 'check the file name',
  }
}
