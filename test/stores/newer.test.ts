import { describe, expect, test } from 'vitest'
import { restoreStore } from '../../src/faults/store-undo.ts'
import type { StorePlace } from '../../src/model/store.ts'
import { packNewer } from '../../src/stores/newer.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import type { Store, StoreRow } from '../../src/stores/store.ts'
import { buryAgain } from '../../src/stores/tombstones.ts'
import { fakeFiles } from '../../src/testing/fake-files.ts'
import { fakeStores } from '../../src/testing/fake-store.ts'
import { twentyRows } from './subject.ts'

const place: StorePlace = {
  driver: 'pgvector',
  connect: 'postgres://127.0.0.1:5432/kb',
  collection: 'articles',
  fields: { id: 'id', tenant: 'tenant', vector: undefined, payload: undefined, written: 'written' },
}

/** Packs a store, lets it go on, takes along what is new, breaks it, and puts everything back; twice, as after a crash. */
async function putBack(
  goOn: (store: Store, first: StoreRow) => Promise<void>,
  hurt: (store: Store) => Promise<void>,
  rowsOf: () => readonly StoreRow[] = () => twentyRows(false),
  tombstones?: string,
  at: StorePlace = place,
) {
  const files = fakeFiles(tombstones === undefined ? {} : { '/p/erased.txt': tombstones })
  const stores = fakeStores()
  stores.fill(at, rowsOf())
  const store = await stores.open(at)
  const newest = await store.newest()
  const { sha256, rows, parts, dated } = await snapshot(store, files, '/d/p.jsonl')
  const [first] = await store.get(['acme/00'])
  if (first === undefined) throw new Error('no row')
  await goOn(store, first)
  const newer = await packNewer(store, files, '/d/p.since', { newest: dated ? newest : undefined, rows, parts })
  const whole = new Map(stores.contents())
  await hurt(store)
  const since = newer && { since: { snapshot: 'p.since', sha256: newer.sha256, rows: newer.rows } }
  const graves = tombstones === undefined ? {} : { tombstones: '/p/erased.txt' }
  const undo = { kind: 'store.restore', store: at, snapshot: 'p.jsonl', sha256, ...since, ...graves } as const
  const means = { stores, world: { files }, dir: '/d' }
  const outcomes = [await restoreStore(undo, means), await restoreStore(undo, means)]
  return { details: outcomes.map(({ detail }) => detail), unlike: stores.unlike(whole), rows: newer?.rows }
}

const late = '2026-02-01T00:00:00.000Z'

test('what was written after the parachute was packed comes back too, and is put back once', async () => {
  const { details, unlike, rows } = await putBack(
    (store, first) => store.put([{ ...first, id: 'acme/98', written: late }]),
    store => store.drop(),
  )
  // With it goes the row that was newest before: which of a minute's rows were seen nobody can tell.
  expect([rows, unlike]).toEqual([2, []])
  expect(details).toEqual([
    'articles was made again from the parachute, 20 rows, and 1 that were written after it was packed',
    'articles is as it was: all 20 rows were there already',
  ])
})

test('a row that was written anew comes back as it was last', async () => {
  const { unlike } = await putBack(
    (store, first) => store.put([{ ...first, payload: { content: 'newer' }, written: late }]),
    store => store.remove({ by: 'all' }),
  )
  expect(unlike).toEqual([])
})

test('a row that came since and was damaged with the others says again what it said', async () => {
  const { unlike, details } = await putBack(
    (store, first) => store.put([{ ...first, id: 'acme/98', written: late }]),
    async store => {
      const rows = await store.get(['acme/00', 'acme/98'])
      await store.put(rows.map(row => ({ ...row, payload: { content: 'nothing' } })))
    },
  )
  expect(unlike).toEqual([])
  expect(details[0]).toMatch(/^articles is as it was: 1 rows came .*, and 1 that were written after it was packed$/)
})

test('a row that the platform wrote once more since the damage stays as it wrote it', async () => {
  const { details } = await putBack(
    (store, first) => store.put([{ ...first, id: 'acme/98', written: late }]),
    async store => {
      const [row] = await store.get(['acme/98'])
      if (row !== undefined)
        await store.put([{ ...row, payload: { content: 'newest' }, written: '2026-02-01T00:00:01.000Z' }])
    },
  )
  expect(details[0]).toBe('articles is as it was: all 20 rows were there already')
})

test('a row that waited for its vector keeps the one it has got since', async () => {
  const whole = () => twentyRows(true)
  const { details } = await putBack(
    (store, first) => store.put([{ ...first, id: 'acme/98', vector: undefined, written: late }]),
    async store => {
      const [row] = await store.get(['acme/98'])
      if (row !== undefined) await store.put([{ ...row, vector: [0, 0, 0, 1] }])
    },
    whole,
    undefined,
    { ...place, fields: { ...place.fields, vector: 'embedding' } },
  )
  expect(details[0]).toBe('articles is as it was: all 20 rows were there already')
})

test('where nothing was written meanwhile there is nothing to take along', async () => {
  const { rows, unlike } = await putBack(
    async () => {},
    store => store.remove({ by: 'tenant', tenant: 'acme' }),
  )
  expect([rows, unlike]).toEqual([undefined, []])
})

test('a row whose writing began before the parachute and showed after it comes back too', async () => {
  const { rows, unlike } = await putBack(
    (store, first) => store.put([{ ...first, id: 'acme/98', written: '2026-01-19T23:59:30.000Z' }]),
    store => store.drop(),
  )
  expect([rows, unlike]).toEqual([2, []])
})

describe('where rows do not say when they were written', () => {
  const undated = () => twentyRows(false).map(row => ({ ...row, written: undefined }))

  test('what is new and what says something else comes back by what it says', async () => {
    const { details, rows, unlike } = await putBack(
      (store, first) =>
        store.put([
          { ...first, id: 'acme/98' },
          { ...first, payload: { content: 'newer' } },
        ]),
      store => store.drop(),
      undated,
    )
    expect([rows, unlike]).toEqual([2, []])
    expect(details[0]).toBe(
      'articles was made again from the parachute, 20 rows, and 2 that were written after it was packed',
    )
  })

  test('and nothing is taken along where nothing is different', async () => {
    const { rows, unlike } = await putBack(
      async () => {},
      store => store.remove({ by: 'all' }),
      undated,
    )
    expect([rows, unlike]).toEqual([undefined, []])
  })
})

test('what was deleted for good after the parachute was packed does not come back with it', async () => {
  const { details, unlike } = await putBack(
    store => store.remove({ by: 'ids', ids: ['acme/00', 'globex/01'] }),
    store => store.drop(),
    undefined,
    'acme/00\nglobex/01\nnobody/99\n',
  )
  expect(unlike).toEqual([])
  expect(details).toEqual([
    'articles was made again from the parachute, 20 rows; 2 that had been deleted for good meanwhile were removed again',
    'articles is as it was: 2 rows came from the parachute, 18 were as before; 2 that had been deleted for good meanwhile were removed again',
  ])
})

test('a list of what was deleted for good that is not there keeps nobody from putting everything back', async () => {
  const stores = fakeStores()
  stores.fill(place, twentyRows(false))
  const store = await stores.open(place)
  expect(await buryAgain(store, fakeFiles(), '/p/erased.txt')).toBe(0)
})
