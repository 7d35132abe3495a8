import { parseDuration } from '../../model/duration.ts'
import type { FaultKind } from '../../model/fault.ts'
import type { Problem } from '../../model/problem.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, problemAtKey, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'

/** A component is not broken twice at once in a way that hides one of the two. */
export function faultsOverlap(tree: Tree): readonly Problem[] {
  const spans = spansOf(tree)
  return spans.flatMap((later, index) => {
    const earlier = spans.slice(0, index).find(other => overlaps(other, later) && hides(other, later))
    return earlier === undefined ? [] : [brokenTwice(tree, earlier, later)]
  })
}

/** When each fault holds, of those whose file says it properly. */
export function spansOf(tree: Tree): readonly Span[] {
  return itemsAt(tree, ['faults']).flatMap((_, index) => spanOf(tree, ['faults', index]))
}

export interface Span {
  readonly path: Path
  readonly component: string
  readonly kind: string
  readonly fromMs: number
  readonly toMs: number
}

/** When one fault holds; nothing if the file does not say it properly. */
function spanOf(tree: Tree, path: Path): readonly Span[] {
  const component = textAt(tree, [...path, 'break'])
  const kind = textAt(tree, [...path, 'kind'])
  const fromMs = parseDuration(textAt(tree, [...path, 'at']) ?? '0s')
  const forMs =
    valueAt(tree, [...path, 'for']) === undefined ? Infinity : parseDuration(textAt(tree, [...path, 'for']) ?? '')
  if (component === undefined || kind === undefined || fromMs === undefined || forMs === undefined) return []
  return [{ path, component, kind, fromMs, toMs: fromMs + forMs }]
}

function overlaps(a: Span, b: Span): boolean {
  return a.component === b.component && meet(a, b)
}

/** Whether there is a moment in which both hold. */
export function meet(a: Span, b: Span): boolean {
  return a.fromMs < b.toMs && b.fromMs < a.toMs
}

/** Slow answers can also be wrong ones, and both can be seen. Of any other two faults only one can. */
function hides(a: Span, b: Span): boolean {
  const [first, second] = [a, b].map(({ kind }) => kind.startsWith('provider.'))
  const other = first === second ? undefined : first ? b : a
  return other === undefined || !SLOWING.includes(other.kind)
}

const SLOWING: readonly string[] = ['latency', 'bandwidth', 'slow-close', 'slice'] satisfies readonly FaultKind[]

function brokenTwice(tree: Tree, earlier: Span, later: Span): Problem {
  return problemAtKey(tree, later.path, {
    code: 'CANNOT_BREAK',
    what: `${mappingOf(later.path, '')} breaks ${quoted(later.component)} while ${mappingOf(earlier.path, '')} already does`,
    why: 'nobody could tell which of the two did the damage, nor whether both were undone',
    now: 'let one end with "for" before the other begins, or break another component',
  })
}
