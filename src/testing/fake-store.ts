import { ATTACHMENTS, type StorePlace } from '../model/store.ts'
import { isMeant } from '../stores/is-meant.ts'
import { isSame } from '../stores/restore.ts'
import type { Store, StoreRow, Stores } from '../stores/store.ts'

/** Stores in memory, by their place. */
export interface FakeStores extends Stores {
  /** The collections there are, and their rows by id. */
  readonly collections: Map<string, Map<string, StoreRow>>
  fill(place: StorePlace, rows: readonly StoreRow[]): void
  /** Puts back what is missing or different. */
  refill(contents: StoreContents): void
  /** All rows of all collections just now. */
  contents(): StoreContents
  /** The collections that lack something of what there was, or say something else. */
  unlike(before: StoreContents): readonly string[]
  /** The collections that were not there: somebody's to tidy away, and nobody's trouble. */
  beside(before: StoreContents): readonly string[]
}
export type StoreContents = ReadonlyMap<string, readonly StoreRow[]>

/** `changed` is called whenever a collection is not what it was. */
export function fakeStores(changed: () => void = () => {}): FakeStores {
  const collections = new Map<string, Map<string, StoreRow>>()
  const marred: Marred = { lost: new Set(), slow: new Map() }
  const contents = () => new Map([...collections].map(([key, rows]) => [key, [...rows.values()]]))
  return {
    collections,
    held: new Map(),
    open: async place => fakeStore(place, collections, marred, changed),
    fill: (place, rows) => void collections.set(fakePlace(place), new Map(rows.map(row => [row.id, row]))),
    refill(contents) {
      for (const [key, rows] of contents) {
        const there = collections.get(key) ?? new Map<string, StoreRow>()
        for (const row of rows) there.set(row.id, row)
        collections.set(key, there)
      }
      changed()
    },
    contents,
    unlike: before => [
      ...[...before]
        .filter(([key, rows]) => rows.some(row => !isSame(row, collections.get(key)?.get(row.id))))
        .map(([key]) => key),
      ...marred.lost,
    ],
    beside: before => [...collections.keys()].filter(key => !before.has(key)),
  }
}

/** Where a collection is kept among all of them. */
function fakePlace({ connect, collection }: Pick<StorePlace, 'connect' | 'collection'>): string {
  return `${connect}/${collection}`
}

/** What ails collections while all their rows are there. */
interface Marred {
  /** A collection and what it has lost. */
  readonly lost: Set<string>
  /** What everybody waits for who looks at a collection. */
  readonly slow: Map<string, () => Promise<void>>
}

function fakeStore(
  place: StorePlace,
  collections: Map<string, Map<string, StoreRow>>,
  marred: Marred,
  changed: () => void,
): Store {
  const key = fakePlace(place)
  const there = () => collections.get(key)
  const rows = (): Map<string, StoreRow> => {
    const found = there()
    if (found === undefined) throw new Error(`there is no collection ${key}`)
    return found
  }
  const parts = () => ['memory', ...ATTACHMENTS.filter(what => !marred.lost.has(`${key} ${what}`))]
  const sorted = () => [...rows().values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const change = <T>(act: () => T): T => {
    const result = act()
    changed()
    return result
  }
  return {
    place,
    async describe() {
      const found = there()
      const first = found?.values().next().value
      return {
        exists: found !== undefined,
        bytes: (found?.size ?? 0) * 100,
        dimension: first?.vector?.length,
        structure: found === undefined ? [] : parts(),
        texts: Object.keys(first?.payload ?? {}),
        unready: undefined,
      }
    },
    async count() {
      await marred.slow.get(key)?.()
      const counts = Map.groupBy(rows().values(), row => row.tenant ?? '')
      return Object.fromEntries([...counts].map(([tenant, group]) => [tenant, group.length]))
    },
    async *scan(batch = 100) {
      const all = sorted()
      for (let i = 0; i < all.length; i += batch) yield all.slice(i, i + batch)
    },
    async *names() {
      yield sorted().map(({ id, tenant, written }) => ({ id, tenant, written }))
    },
    get: async ids => ids.flatMap(id => rows().get(id) ?? []),
    put: async given => change(() => given.forEach(row => void rows().set(row.id, row))),
    remove: async which => change(() => sorted().forEach(row => void (isMeant(row, which) && rows().delete(row.id)))),
    newest: async () =>
      sorted()
        .map(row => row.written)
        .filter(written => written !== undefined)
        .sort()
        .at(-1),
    ...(place.fields.vector === undefined
      ? {}
      : {
          query: async (vector: readonly number[], most: number, tenant?: string) =>
            sorted()
              .filter(row => tenant === undefined || row.tenant === tenant)
              .map(row => ({ id: row.id, far: distance(vector, row.vector ?? []) }))
              .sort((a, b) => a.far - b.far)
              .slice(0, most)
              .map(({ id }) => id),
          loosen: async () => {},
        }),
    blueprint: async () => {
      rows()
      return { structure: parts() }
    },
    make: async () => change(() => void collections.set(key, new Map())),
    finish: async blueprint =>
      change(() => {
        const wanted = blueprint.structure as readonly string[]
        for (const what of ATTACHMENTS) if (wanted.includes(what)) marred.lost.delete(`${key} ${what}`)
      }),
    drop: async () => change(() => void collections.delete(key)),
    scratch: label => ({ ...place, collection: `${place.collection}.blackstart_${label}` }),
    detach: async what =>
      change(() => {
        marred.lost.add(`${key} ${what}`)
        return [what]
      }),
    async throttle(heldRatio, clock) {
      marred.slow.set(key, () => clock.sleep(HELD_MS * heldRatio))
      return async () => void marred.slow.delete(key)
    },
    async [Symbol.asyncDispose]() {},
  }
}

const HELD_MS = 200

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, number, i) => sum + (number - (b[i] ?? 0)) ** 2, 0)
}
