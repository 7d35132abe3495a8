import type { Path } from '../yaml/tree.ts'
import { isMapping } from '../yaml/tree.ts'
import type { WrittenPlatform } from './schema.ts'

/** Something in a text that is filled in when a drill starts: `${env.KEY}`, `${port.edge}`, `${gateway}`. */
export type Placeholder = { readonly source: string; readonly index: number } & (
  | { readonly kind: ScopedKind | 'component'; readonly name: string }
  | { readonly kind: 'stage.dir' | 'platform.dir' | 'literal' | 'malformed' }
)
/** `entry`, `ledger` and `case` are left standing: each entry that a ledger writes, each golden case, fills them in for itself. */
type ScopedKind = 'env' | 'port' | 'option' | 'tenant' | 'entry' | 'ledger' | 'captured' | 'case'

/** The placeholders of one text, in order. `$${` is a literal `${`, for shells. */
export function placeholdersIn(text: string): readonly Placeholder[] {
  return [...text.matchAll(/\$\$\{|\$\{([^{}]*)\}|\$\{[^{}\s]*/g)].map(match => {
    const at = { source: match[0], index: match.index }
    return match[0] === `$\${` ? { ...at, kind: 'literal' } : { ...at, ...meaning(match[1]) }
  })
}

/** The names of the ports a platform needs; whoever starts it finds free ones. */
export function portsOf(written: WrittenPlatform): readonly string[] {
  const placeholders = [...textsIn(written)].flatMap(({ text }) => placeholdersIn(text))
  return [...new Set(placeholders.flatMap(each => (each.kind === 'port' ? [each.name] : [])))]
}

/** Every text in a value, with its path. */
export function* textsIn(value: unknown, path: Path = []): Generator<{ readonly text: string; readonly path: Path }> {
  if (typeof value === 'string') yield { text: value, path }
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsIn(item, [...path, index])
  else if (isMapping(value)) for (const [key, item] of Object.entries(value)) yield* textsIn(item, [...path, key])
}

function meaning(inner: string | undefined): Meaning {
  if (inner === 'stage.dir' || inner === 'platform.dir') return { kind: inner }
  const [, scope, scopedName] =
    /^(env|port|option|tenant|entry|ledger|captured|case)\.([A-Za-z_][\w-]*)$/.exec(inner ?? '') ?? []
  if (scope !== undefined && scopedName !== undefined) return { kind: scope as ScopedKind, name: scopedName }
  return /^[A-Za-z][\w-]*$/.test(inner ?? '') ? { kind: 'component', name: inner ?? '' } : { kind: 'malformed' }
}

type Meaning =
  | { readonly kind: ScopedKind | 'component'; readonly name: string }
  | { readonly kind: 'stage.dir' | 'platform.dir' | 'malformed' }
