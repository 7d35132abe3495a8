import type { Alias, Node, Pair } from 'yaml'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import {
  containsItself,
  keyIsNotText,
  keyTwice,
  noAnchor,
  notFinite,
  reservedKey,
  tooDeep,
  tooMany,
} from './complaints.ts'
import type { Spot } from './positions.ts'
import type { Words } from './tree.ts'

/** YAML nodes turned into plain values, the places of all of them, and what plain values cannot hold. */
export interface Plain {
  readonly value: unknown
  readonly spot: Spot
  readonly complaints: readonly Complaint[]
  /** False if reading ended before the file did. */
  readonly whole: boolean
}
export type Complaint = Words & { readonly offset: number }

// An alias costs one line to write and may stand for a thousand: only the expanded size says how big a file is.
const MOST_VALUES = 20_000
const MOST_LEVELS = 50

/** Turns parsed YAML into plain values. Ends soon whatever the file holds, also with aliases that multiply or contain themselves. */
export function plain(root: Node | null): Plain {
  const walk: Walk = { complaints: [], anchors: new Map(), open: new Set(), values: 0, inAlias: 0, whole: true }
  const { value, spot } = visit(walk, root, root?.range?.[0] ?? 0, 0)
  return { value, spot, complaints: walk.complaints, whole: walk.whole }
}

interface Walk {
  readonly complaints: Complaint[]
  readonly anchors: Map<string, Node>
  readonly open: Set<Node>
  values: number
  inAlias: number
  whole: boolean
}

interface Visited {
  readonly value: unknown
  readonly spot: Spot
}

function visit(walk: Walk, node: Node | null, keyAt: number, level: number): Visited {
  const [valueAt, valueEnd] = extent(node, keyAt)
  const leaf = (value: unknown): Visited => ({ value, spot: { keyAt, valueAt, valueEnd, children: new Map() } })
  walk.values += 1
  if (walk.values > MOST_VALUES) return leaf(cutShort(walk, keyAt, tooMany(MOST_VALUES)))
  if (level > MOST_LEVELS) return leaf(cutShort(walk, keyAt, tooDeep(MOST_LEVELS)))
  if (isAlias(node)) return visitAlias(walk, node, keyAt, level)
  if (node?.anchor !== undefined && walk.inAlias === 0) walk.anchors.set(node.anchor, node)
  if (isMap(node) || isSeq(node)) {
    walk.open.add(node)
    const children = isMap(node)
      ? visitPairs(walk, node.items as readonly Pair<Node, Node | null>[], keyAt, level)
      : visitItems(walk, node.items as readonly (Node | null)[], valueAt, level)
    walk.open.delete(node)
    const values = [...children].map(([key, child]) => [key, child.value] as const)
    return {
      value: isMap(node) ? Object.fromEntries(values) : values.map(([, value]) => value),
      spot: { keyAt, valueAt, valueEnd, children: new Map([...children].map(([key, child]) => [key, child.spot])) },
    }
  }
  const value = isScalar(node) ? node.value : null
  if (typeof value === 'number' && !Number.isFinite(value)) walk.complaints.push({ offset: valueAt, ...notFinite() })
  return leaf(value)
}

function visitPairs(walk: Walk, pairs: readonly Pair<Node, Node | null>[], keyAt: number, level: number) {
  const children = new Map<string, Visited>()
  for (const { key, value } of pairs) {
    const offset = key?.range?.[0] ?? keyAt
    const name = isScalar(key) ? key.value : undefined
    if (typeof name !== 'string') walk.complaints.push({ offset, ...keyIsNotText() })
    else if (name === '__proto__') walk.complaints.push({ offset, ...reservedKey(name) })
    else if (children.has(name)) walk.complaints.push({ offset, ...keyTwice(name) })
    else children.set(name, visit(walk, value, offset, level + 1))
  }
  return children
}

function visitItems(walk: Walk, items: readonly (Node | null)[], listAt: number, level: number) {
  return new Map<number, Visited>(
    items.map((item, index) => [index, visit(walk, item, item?.range?.[0] ?? listAt, level + 1)]),
  )
}

function visitAlias(walk: Walk, alias: Alias, keyAt: number, level: number): Visited {
  const [valueAt, valueEnd] = extent(alias, keyAt)
  const leaf: Visited = { value: null, spot: { keyAt, valueAt, valueEnd, children: new Map() } }
  const target = walk.anchors.get(alias.source)
  if (target === undefined) {
    walk.complaints.push({ offset: valueAt, ...noAnchor(alias.source) })
    return leaf
  }
  if (walk.open.has(target)) {
    walk.complaints.push({ offset: valueAt, ...containsItself(alias.source) })
    return leaf
  }
  walk.inAlias += 1
  const visited = visit(walk, target, keyAt, level)
  walk.inAlias -= 1
  return visited
}

/** Start and end of a value in the text; a value left empty stands where its key does. */
function extent(node: Node | null, keyAt: number): readonly [number, number] {
  const range = node?.range
  return range === undefined || range === null || range[0] === range[1] ? [keyAt, keyAt] : [range[0], range[1]]
}

function cutShort(walk: Walk, offset: number, words: Words): undefined {
  if (walk.whole) walk.complaints.push({ offset, ...words })
  walk.whole = false
  return undefined
}
