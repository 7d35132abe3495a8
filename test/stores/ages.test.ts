import { expect, test } from 'vitest'
import type { StorePlace } from '../../src/model/store.ts'
import { writtenUntil } from '../../src/stores/ages.ts'
import { manifestOf } from '../../src/stores/manifest.ts'
import { fakeStores } from '../../src/testing/fake-store.ts'

const place: StorePlace = {
  driver: 'postgres',
  connect: 'postgres://127.0.0.1:5432/kb',
  collection: 'runs',
  fields: { id: 'id', tenant: 'tenant', vector: undefined, payload: undefined, written: 'at' },
}
const NOW_MS = Date.UTC(2026, 0, 21)

/** What is remembered of rows of two tenants in turn that are so old, in milliseconds. */
async function remembered(agesMs: readonly (number | undefined)[]) {
  const stores = fakeStores()
  const rows = agesMs.map((ageMs, i) => ({
    id: `row-${i}`,
    tenant: i % 2 === 0 ? 'acme' : 'globex',
    vector: undefined,
    written: ageMs === undefined ? undefined : new Date(NOW_MS - ageMs).toISOString(),
    payload: {},
  }))
  stores.fill(place, rows)
  const { manifest } = await manifestOf(await stores.open(place), 1)
  return manifest
}

test('says how many rows of each tenant are at least so old, and rather fewer than too many', async () => {
  const manifest = await remembered([0, 50, 1000, 10_000, 60_000, 86_400_000])
  const until = (agoMs: number) => writtenUntil(manifest, NOW_MS - agoMs)
  expect(until(0)).toEqual({ acme: 3, globex: 3 })
  expect(until(500)).toEqual({ acme: 2, globex: 2 })
  expect(until(5000)).toEqual({ acme: 1, globex: 2 })
  expect(until(3_600_000)).toEqual({ acme: 0, globex: 1 })
  expect(writtenUntil(manifest, Number.POSITIVE_INFINITY)).toEqual({ acme: 3, globex: 3 })
})

test('what does not say when it was written is as old as can be', async () => {
  const manifest = await remembered([0, undefined])
  expect(writtenUntil(manifest, NOW_MS - 1e12)).toEqual({ acme: 0, globex: 1 })
})

test('remembers the newest rows by name, and a hundred thousand ages in a few hundred steps', async () => {
  const manifest = await remembered(Array.from({ length: 100_000 }, (_, i) => i * 1000))
  expect(manifest.recent.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => `row-${i}`))
  const steps = Object.values(manifest.ages).flat()
  expect(steps.length).toBeLessThan(600)
  expect(steps.reduce((sum, [, rows]) => sum + rows, 0)).toBe(100_000)
})
