import type { StoreDriverName, StorePlace } from '../../src/model/store.ts'
import { STORE_ABILITIES, type StoreAbilities } from '../../src/model/store-abilities.ts'
import type { Store, StoreRow } from '../../src/stores/store.ts'

/** A store to hold the contract against. */
export interface Subject extends AsyncDisposable {
  open(place?: StorePlace): Promise<Store>
  /** Makes the collection anew with these rows in it, the way its owner would. */
  fill(rows: readonly StoreRow[]): Promise<void>
}

export interface Abilities extends StoreAbilities {
  /** Whether its rows say when they were written in a way that can be compared. */
  readonly dated: boolean
  /** A prefix without objects is no prefix. */
  readonly goneWhenEmpty: boolean
}

/** What the table of abilities says of a driver, unless one subject of it is another. */
export function ableOf(driver: StoreDriverName, but: Partial<Abilities> = {}): Abilities {
  return { ...STORE_ABILITIES[driver], dated: true, goneWhenEmpty: false, ...but }
}

const TENANTS = ['acme', 'globex'] as const
export const DAY_MS = 86_400_000
export const NEWEST_MS = Date.UTC(2026, 0, 20)

/** Twenty rows of two tenants, one a day, each pointing in a direction of its own. */
export function twentyRows(vectors: boolean): readonly StoreRow[] {
  return Array.from({ length: 20 }, (_, i) => {
    const tenant = TENANTS[i % 2] ?? 'acme'
    return {
      id: `${tenant}/${String(i).padStart(2, '0')}`,
      tenant,
      vector: vectors ? direction(i) : undefined,
      written: new Date(NEWEST_MS - (19 - i) * DAY_MS).toISOString(),
      payload: { content: Buffer.from(`text number ${i} of ${tenant}`).toString('base64') },
    }
  })
}

/** Where the row of a number points. */
export function direction(i: number): readonly number[] {
  const angle = (i / 20) * Math.PI
  return [Math.fround(Math.cos(angle)), Math.fround(Math.sin(angle)), 0, 0]
}

/** Brings a collection to these rows, making it only if it is not there: making takes some servers a second. */
export async function refilled(
  opened: Store,
  make: (store: Store) => Promise<void>,
  rows: readonly StoreRow[],
): Promise<void> {
  await using store = opened
  const { exists, dimension = rows[0]?.vector?.length } = await store.describe()
  const isMeant = exists && dimension === rows[0]?.vector?.length
  if (isMeant) await store.remove({ by: 'all' })
  else if (exists) await store.drop()
  if (!isMeant) await make(store)
  await store.put(rows)
}
