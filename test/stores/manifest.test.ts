import { expect, test } from 'vitest'
import type { StorePlace } from '../../src/model/store.ts'
import { manifestOf } from '../../src/stores/manifest.ts'
import type { Store, StoreRow } from '../../src/stores/store.ts'
import { fakeStores } from '../../src/testing/fake-store.ts'

const place: StorePlace = {
  driver: 'pgvector',
  connect: 'postgres://127.0.0.1:5432/kb',
  collection: 'articles',
  fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
}
const NOW_MS = Date.UTC(2026, 0, 21)

const rowOf = (i: number, change: Partial<StoreRow> = {}): StoreRow => ({
  id: `acme/${i}`,
  tenant: 'acme',
  vector: [i, 1],
  written: new Date(NOW_MS - 60_000 + i * 1000).toISOString(),
  payload: { text: `text ${i}` },
  ...change,
})

async function remembered(rows: readonly StoreRow[], change: (store: Store) => Partial<Store> = () => ({})) {
  const stores = fakeStores()
  stores.fill(place, rows)
  const store = await stores.open(place)
  return manifestOf({ ...store, ...change(store) }, 1)
}

test('looks closely at rows that are whole: one that waits for its vector is about to change, and is counted all the same', async () => {
  const waiting = rowOf(2, { vector: undefined })
  const { manifest, names } = await remembered([rowOf(1), waiting, rowOf(3)])
  expect(manifest.samples.map(({ id }) => id).toSorted()).toEqual(['acme/1', 'acme/3'])
  expect(manifest.tenants).toEqual({ acme: 3 })
  expect(names.knows('acme/2')).toBe(true)
})

test('looks at rows without vectors where there are no others', async () => {
  const { manifest } = await remembered([rowOf(1, { vector: undefined }), rowOf(2, { vector: undefined })])
  expect(manifest.samples.length).toBe(2)
})

test('remembers nothing that is written while it reads, and a row that is read twice once', async () => {
  const since = rowOf(4, { written: new Date(NOW_MS).toISOString() })
  const { manifest, names } = await remembered([rowOf(1), rowOf(2)], store => ({
    async *scan() {
      for await (const rows of store.scan()) yield [...rows, ...rows.slice(0, 1), since]
    },
  }))
  expect(manifest).toMatchObject({ rows: 2, tenants: { acme: 2 }, newest: rowOf(2).written })
  expect(manifest.recent.map(({ id }) => id)).toEqual(['acme/2', 'acme/1'])
  expect(names.knows('acme/4')).toBe(false)
})
