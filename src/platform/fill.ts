import { DrillError } from '../model/error.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { isMapping, keysAt, lookUp, textAt, valueAt } from '../yaml/tree.ts'
import { quoted } from '../yaml/words.ts'
import type { Environment } from './environment.ts'
import type { Placeholder } from './placeholders.ts'
import { placeholdersIn } from './placeholders.ts'
import { shellQuote } from './shell-quote.ts'

/** What a platform's placeholders are filled with. */
export interface Given {
  /** The folder of the platform file. */
  readonly dir: string
  readonly env: Environment
  /** A free port for every name in `portsOf`. */
  readonly ports: Readonly<Record<string, number>>
  /** The folder in which a drill's own platform keeps its files. */
  readonly stageDir: string
  /** What the scenario changes about the platform's options. */
  readonly options: Readonly<Record<string, string>>
}

/** Fills every placeholder of a file, as far as the file allows; those of a tenant with what is that tenant's. */
export function fill(tree: Tree, given: Given, tenant?: string): unknown {
  const addressOf = (component: string): string => {
    const path = ['components', component, 'route', 'listen']
    return `http://${fillText(textAt(tree, path) ?? '', path, standIn)}`
  }
  const theirs = (whose: string, name: string): string | undefined => {
    const path = ['tenants', whose, name]
    const written = textAt(tree, path)
    return written === undefined ? (name === 'id' ? whose : undefined) : fillText(written, path, standIn)
  }
  const standIn = (placeholder: Placeholder): string | undefined => {
    switch (placeholder.kind) {
      case 'literal':
        return `\${`
      case 'env':
        return lookUp(given.env, placeholder.name)
      case 'port':
        return portFrom(given, placeholder.name)
      case 'option':
        return lookUp(given.options, placeholder.name) ?? ownOption(tree, placeholder.name)
      case 'stage.dir':
        return given.stageDir
      case 'platform.dir':
        return given.dir
      case 'component':
        return addressOf(placeholder.name)
      case 'tenant':
        return tenant === undefined ? undefined : theirs(tenant, placeholder.name)
      case 'entry':
      case 'ledger':
      case 'captured':
      case 'case':
        return placeholder.source
      case 'malformed':
        return undefined
      default:
        return placeholder satisfies never
    }
  }
  // Each golden case says itself whose it is.
  const standInForAny = (placeholder: Placeholder) => (placeholder.kind === 'tenant' ? undefined : standIn(placeholder))
  return mapTexts(tree.value, [], (text, path) => fillText(text, path, path[0] === 'golden' ? standInForAny : standIn))
}

function fillText(text: string, path: Path, standIn: (placeholder: Placeholder) => string | undefined): string {
  let filled = ''
  let from = 0
  for (const placeholder of placeholdersIn(text)) {
    const before = text.slice(from, placeholder.index)
    const value = standIn(placeholder) ?? placeholder.source
    const isValue = isCommand(path) && placeholder.kind !== 'literal'
    filled += before + (isValue ? shellQuote(value, text.slice(0, placeholder.index)) : value)
    from = placeholder.index + placeholder.source.length
  }
  return filled + text.slice(from)
}

/** Whether a shell will read this text. */
function isCommand(path: Path): boolean {
  const [group, , place, key] = path
  if (group === 'stage') return path.length === 2 && path[1] === 'up'
  if (['journeys', 'checks', 'outlets'].includes(String(group))) return path.length === 3 && place === 'run'
  if (group === 'canaries') return path.length === 4 && (place === 'plant' || place === 'remove') && key === 'run'
  if (group === 'specs') return path.length === 3 && place === 'command'
  if (group === 'components') return path.length === 4 && place === 'process' && key === 'restart'
  return group === 'custom' && path.length === 4 && key === 'run'
}

function portFrom(given: Given, name: string): string {
  const port = lookUp(given.ports, name)
  // The file is not to blame: whoever calls has to bring a port for every name.
  if (port === undefined) throw new DrillError('INTERNAL', `No port was given for ${quoted(name)}.`)
  return String(port)
}

function ownOption(tree: Tree, name: string): string | undefined {
  if (!keysAt(tree, ['options']).includes(name)) return undefined
  return String(valueAt(tree, ['options', name]))
}

function mapTexts(value: unknown, path: Path, map: (text: string, path: Path) => string): unknown {
  if (typeof value === 'string') return map(value, path)
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, [...path, index], map))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, [...path, key], map)]))
}
