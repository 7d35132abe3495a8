/** A name that a piece of shell reads, and where. */
export interface Variable {
  readonly name: string
  /** Counted from 1 within the text. */
  readonly line: number
}

/** The names in capitals that a piece of shell reads and does not set itself, each once. */
export function variablesIn(text: string): readonly Variable[] {
  const own = new Set([...text.matchAll(SET)].map(([, a, b]) => a ?? b ?? ''))
  const read = text.split('\n').flatMap((row, i) =>
    // In single quotes it is no variable; one with a default does without.
    [...row.replace(/'[^']*'/g, '').matchAll(READ)].map(([, name = '']) => ({ name, line: i + 1 })),
  )
  return read.filter(({ name }, i) => !own.has(name) && read.findIndex(other => other.name === name) === i)
}

const SET = /(?:^|[\s;&|(])([A-Z_][A-Z0-9_]*)=|(?:\bfor|\bread(?:\s+-\w+)*)\s+([A-Z_][A-Z0-9_]*)/gm
const READ = /(?<!\\)\$\{?([A-Z_][A-Z0-9_]*)(?!\w)(?!:?[-=])/g
