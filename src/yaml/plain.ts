import type { Alias, Node, Pair, YAMLMap, YAMLSeq } from 'yaml'
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
  walk.values += 1
  if (walk.values > MOST_VALUES) return cutShort(walk, node, keyAt, tooMany(MOST_VALUES))
  if (level > MOST_LEVELS) return cutShort(walk, node, keyAt, tooDeep(MOST_LEVELS))
  if (isAlias(node)) return visitAlias(walk, node, keyAt, level)
  // Inside an alias the file is read a second time: its anchors have had their turn.
  if (node?.anchor !== undefined && walk.inAlias === 0) walk.anchors.set(node.anchor, node)
  if (isMap(node) || isSeq(node)) return visitCollection(walk, node, keyAt, level)
  const value = isScalar(node) ? node.value : null
  const visited = leaf(node, keyAt, value)
  if (typeof value === 'number' && !Number.isFinite(value)) complain(walk, visited.spot.valueAt, notFinite())
  return visited
}

function visitCollection(walk: Walk, node: YAMLMap | YAMLSeq, keyAt: number, level: number): Visited {
  walk.open.add(node)
  const { spot } = leaf(node, keyAt, null)
  const children = isMap(node)
    ? visitPairs(walk, node.items as readonly Pair<Node, Node | null>[], keyAt, level)
    : visitItems(walk, node.items as readonly (Node | null)[], spot.valueAt, level)
  walk.open.delete(node)
  const values = [...children].map(([key, child]) => [key, child.value] as const)
  return {
    value: isMap(node) ? Object.fromEntries(values) : values.map(([, value]) => value),
    spot: { ...spot, children: new Map([...children].map(([key, child]) => [key, child.spot])) },
  }
}

function visitPairs(walk: Walk, pairs: readonly Pair<Node, Node | null>[], keyAt: number, level: number) {
  const children = new Map<string, Visited>()
  for (const { key, value } of pairs) {
    const offset = key?.range?.[0] ?? keyAt
    const name = isScalar(key) ? key.value : undefined
    if (typeof name !== 'string') complain(walk, offset, keyIsNotText())
    else if (name === '__proto__') complain(walk, offset, reservedKey(name))
    else if (children.has(name)) complain(walk, offset, keyTwice(name))
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
  const target = walk.anchors.get(alias.source)
  const nothing = leaf(alias, keyAt, null)
  if (target === undefined || walk.open.has(target)) {
    const words = target === undefined ? noAnchor(alias.source) : containsItself(alias.source)
    complain(walk, nothing.spot.valueAt, words)
    return nothing
  }
  walk.inAlias += 1
  const visited = visit(walk, target, keyAt, level)
  walk.inAlias -= 1
  return visited
}

/** A value without anything inside it. Left empty, it stands where its key does. */
function leaf(node: Node | null, keyAt: number, value: unknown): Visited {
  const [start, end] = node?.range ?? [keyAt, keyAt]
  const valueAt = start === end ? keyAt : start
  return { value, spot: { keyAt, valueAt, valueEnd: Math.max(valueAt, end), children: new Map() } }
}

function cutShort(walk: Walk, node: Node | null, keyAt: number, words: Words): Visited {
  if (walk.whole) complain(walk, keyAt, words)
  walk.whole = false
  return leaf(node, keyAt, null)
}

function complain(walk: Walk, offset: number, words: Words): void {
  walk.complaints.push({ offset, ...words })
}
