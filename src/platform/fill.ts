import { DrillError } from '../model/error.ts'
import type { Problem } from '../model/problem.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { isMapping, keysAt, textAt, valueAt } from '../yaml/tree.ts'
import { quoted } from '../yaml/words.ts'
import type { Placeholder } from './placeholders.ts'
import { placeholdersIn, textsIn } from './placeholders.ts'
import { shellQuote } from './shell-quote.ts'

/** What a platform's placeholders are filled with. */
export interface Given {
  /** The folder of the platform file. */
  readonly dir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A free port for every name in `portsOf`. */
  readonly ports: Readonly<Record<string, number>>
  /** The folder in which a drill's own platform keeps its files. */
  readonly stageDir: string
  /** What the scenario changes about the platform's options. */
  readonly options: Readonly<Record<string, string>>
}

/** A value that was read from the environment: nothing that is kept or printed may show it. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** Fills every placeholder of a file, as far as the file allows. */
export function fill(tree: Tree, given: Given): unknown {
  const addressOf = (component: string): string => {
    const path = ['components', component, 'route', 'listen']
    return `http://${fillText(textAt(tree, path) ?? '', path, standIn)}`
  }
  const standIn = (placeholder: Placeholder): string | undefined => {
    switch (placeholder.kind) {
      case 'literal':
        return `\${`
      case 'env':
        return own(given.env, placeholder.name)
      case 'port':
        return portFrom(given, placeholder.name)
      case 'option':
        return own(given.options, placeholder.name) ?? ownOption(tree, placeholder.name)
      case 'stage.dir':
        return given.stageDir
      case 'platform.dir':
        return given.dir
      case 'component':
        return addressOf(placeholder.name)
      case 'malformed':
        return undefined
      default:
        return placeholder satisfies never
    }
  }
  return mapTexts(tree.value, [], (text, path) => fillText(text, path, standIn))
}

/** Environment variables that a file reads and that are not there, or too short to be kept out of a report. */
export function environmentProblems(tree: Tree, given: Given): readonly Problem[] {
  return eachEnv(tree).flatMap(({ name, path, source }): readonly Problem[] => {
    const value = own(given.env, name)
    const at = { file: tree.file, ...tree.at.inside(path, source) }
    if (value === undefined || value === '') return [{ ...at, ...missingEnv(name) }]
    return value.length < SHORTEST_SECRET ? [{ ...at, ...secretTooShort(name) }] : []
  })
}

/** Every value that a file reads from the environment, also in the forms that quoting gives it. */
export function secretsOf(tree: Tree, given: Given): readonly Secret[] {
  const names = [...new Set(eachEnv(tree).map(({ name }) => name))]
  return names.flatMap(name => {
    const value = own(given.env, name)
    if (value === undefined || value === '') return []
    const forms = [
      value,
      JSON.stringify(value).slice(1, -1),
      ...[`'`, `"`].map(quote => shellQuote(value, quote)),
      encodeURIComponent(value.toWellFormed()),
    ]
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

function fillText(text: string, path: Path, standIn: (placeholder: Placeholder) => string | undefined): string {
  const isCommand = path.length === 2 && path[0] === 'stage' && path[1] === 'up'
  let filled = ''
  let from = 0
  for (const placeholder of placeholdersIn(text)) {
    const before = text.slice(from, placeholder.index)
    const value = standIn(placeholder) ?? placeholder.source
    const isValue = isCommand && placeholder.kind !== 'literal'
    filled += before + (isValue ? shellQuote(value, text.slice(0, placeholder.index)) : value)
    from = placeholder.index + placeholder.source.length
  }
  return filled + text.slice(from)
}

function portFrom(given: Given, name: string): string {
  const port = Object.hasOwn(given.ports, name) ? given.ports[name] : undefined
  // The file is not to blame: whoever calls has to bring a port for every name.
  if (port === undefined) throw new DrillError('INTERNAL', `No port was given for ${quoted(name)}.`)
  return String(port)
}

function ownOption(tree: Tree, name: string): string | undefined {
  if (!keysAt(tree, ['options']).includes(name)) return undefined
  return String(valueAt(tree, ['options', name]))
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

function mapTexts(value: unknown, path: Path, map: (text: string, path: Path) => string): unknown {
  if (typeof value === 'string') return map(value, path)
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, [...path, index], map))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, [...path, key], map)]))
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
