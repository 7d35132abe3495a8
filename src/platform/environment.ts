import type { Problem } from '../model/problem.ts'
import type { Tree } from '../yaml/tree.ts'
import { lookUp } from '../yaml/tree.ts'
import { placeholdersIn, textsIn } from './placeholders.ts'
import { shellQuote } from './shell-quote.ts'

/** A value that was read from the environment: nothing that is kept or printed may show it. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** The environment variables of the process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Environment variables that a file reads and that are not there, or too short to be kept out of a report. */
export function environmentProblems(tree: Tree, env: Environment): readonly Problem[] {
  return eachEnv(tree).flatMap(({ name, path, source }): readonly Problem[] => {
    const value = lookUp(env, name)
    const at = { file: tree.file, ...tree.at.inside(path, source) }
    if (value === undefined || value === '') return [{ ...at, ...missingEnv(name) }]
    return value.length < SHORTEST_SECRET ? [{ ...at, ...secretTooShort(name) }] : []
  })
}

/** Every value that a file reads from the environment, also in the forms that quoting gives it. */
export function secretsOf(tree: Tree, env: Environment): readonly Secret[] {
  const names = [...new Set(eachEnv(tree).map(({ name }) => name))]
  return names.flatMap(name => {
    const value = lookUp(env, name)
    if (value === undefined || value === '') return []
    // Inside a JSON body and inside the quotes of a command a value looks different.
    const forms = [value, JSON.stringify(value).slice(1, -1), shellQuote(value, "'"), shellQuote(value, '"')]
    return [...new Set(forms)].map(form => ({ name, value: form }))
  })
}

// Shorter than this and replacing it would tear holes into every report.
const SHORTEST_SECRET = 4

function eachEnv(tree: Tree) {
  return [...textsIn(tree.value)].flatMap(({ text, path }) =>
    placeholdersIn(text).flatMap(placeholder =>
      placeholder.kind === 'env' ? [{ name: placeholder.name, path, source: placeholder.source }] : [],
    ),
  )
}

function missingEnv(name: string) {
  return {
    code: 'MISSING_ENV' as const,
    what: `the environment variable ${name} is not set`,
    why: 'the platform file reads it here',
    now: `set ${name} and start again`,
  }
}

function secretTooShort(name: string) {
  return {
    code: 'SECRET_TOO_SHORT' as const,
    what: `the environment variable ${name} holds fewer than ${SHORTEST_SECRET} characters`,
    why: 'what is read from the environment is kept out of every report, and something so short cannot be told from other text',
    now: 'write it into the platform file if it is no secret, or use a longer one',
  }
}
