import { describe, expect, test } from 'vitest'
import { checkIntegrity, integrityAnswer } from '../../../src/gates/integrity/check-integrity.ts'
import type { IntegrityMeans } from '../../../src/gates/integrity/means.ts'
import type { IntegrityCheckName, StorePlace } from '../../../src/model/store.ts'
import { corrupt } from '../../../src/stores/damage.ts'
import { manifestOf } from '../../../src/stores/manifest.ts'
import { remove } from '../../../src/stores/removal.ts'
import type { Store } from '../../../src/stores/store.ts'
import { fakeStores } from '../../../src/testing/fake-store.ts'
import { twentyRows } from '../../stores/subject.ts'

const place: StorePlace = {
  driver: 'pgvector',
  connect: 'postgres://127.0.0.1:5432/kb',
  collection: 'articles',
  fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
}
const DAMAGED_MS = Date.UTC(2026, 0, 21)
const DAY_MS = 86_400_000
const all = { shareRatio: 1, seed: 3, text: '' } as const
const EVERY = { seed: 1, wallMs: DAMAGED_MS } as const

const ALL_CHECKS = [
  'counts',
  'structure',
  'fingerprints',
  'recall',
  'ready',
  'watermark',
  'canary',
  'application',
  'tombstones',
  'tenants',
]

/** What the gate finds wrong after something was done to a store of twenty rows; the checks with an answer of their own. */
async function found(hurt: (store: Store) => unknown, change: Partial<IntegrityMeans> = {}) {
  const stores = fakeStores()
  stores.fill(place, twentyRows(true))
  const store = await stores.open(place)
  const { manifest, names } = await manifestOf(store, 1)
  const vectors = new Map(
    (await store.get(manifest.questions.map(({ id }) => id))).map(row => [row.id, row.vector ?? []]),
  )
  const after = (await hurt(store)) as Partial<Store> | undefined
  const checks = await checkIntegrity({
    store: { ...store, ...after },
    before: { manifest, names, erased: 2, vectors },
    damagedMs: DAMAGED_MS,
    rpoMs: 0,
    application: { works: true, detail: 'journeys and smoke checks are good' },
    across: async () => ({ looks: 4, strangers: [] }),
    tombstones: async function* () {
      yield ['acme/98', 'globex/99']
    },
    ...change,
  })
  return checks
}

const wrong = async (...given: Parameters<typeof found>) =>
  Object.fromEntries(
    (await found(...given)).filter(({ verdict }) => verdict !== 'passed').map(({ check, detail }) => [check, detail]),
  )

describe('the integrity gate', () => {
  test('passes a store that is as it was, by all of its checks', async () => {
    const checks = await found(() => {})
    expect(checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual(ALL_CHECKS.map(name => `${name} passed`))
    expect(integrityAnswer(checks)).toMatchObject({ verdict: 'passed' })
  })

  test('writes into what came back even where the first of the rows it knows may be lost', async () => {
    let first = ''
    const checks = await found(
      async store => {
        const { samples } = (await manifestOf(store, 1)).manifest
        first = samples[0]?.id ?? ''
        await store.remove({ by: 'ids', ids: [first] })
      },
      { rpoMs: 100 * DAY_MS },
    )
    expect(first).not.toBe('')
    expect(checks.find(({ check }) => check === 'canary')).toMatchObject({ verdict: 'passed' })
  })

  const CASES: readonly (readonly [IntegrityCheckName, string, Parameters<typeof found>, RegExp])[] = [
    [
      'counts',
      'one tenant was left out of the restore',
      [store => remove(store, { of: 'tenant', tenant: 'acme' }, EVERY)],
      /^acme: 0 of 10 rows$/,
    ],
    ['structure', 'the alias is lost', [store => store.detach?.('alias').then(() => undefined)], /^no alias$/],
    [
      'structure',
      'the vectors have half the length',
      [store => corrupt(store, { ...all, how: 'dimension' }).then(() => undefined)],
      /^2 dimensions instead of 4$/,
    ],
    [
      'fingerprints',
      'rows say what others said',
      [store => corrupt(store, { ...all, how: 'swap' }).then(() => undefined)],
      /^of 20 rows looked at 20 have another payload$/,
    ],
    [
      'fingerprints',
      'rows belong to another tenant',
      [
        async store => {
          const rows = await store.get(['acme/00', 'globex/01'])
          await store.put(rows.map((row, i) => ({ ...row, tenant: rows[1 - i]?.tenant })))
        },
      ],
      /2 have another tenant$/,
    ],
    [
      'recall',
      'vectors changed places',
      [store => corrupt(store, { ...all, how: 'shuffle' }).then(() => undefined)],
      /^\d+ % of the neighbours that 8 frozen questions had before$/,
    ],
    [
      'recall',
      'the embedding model is another',
      [store => corrupt(store, { ...all, how: 'model' }).then(() => undefined)],
      /^\d+ % of the neighbours/,
    ],
    [
      'ready',
      'the index is still being built',
      [store => ({ describe: async () => ({ ...(await store.describe()), unready: 'optimising' }) })],
      /^optimising$/,
    ],
    [
      'watermark',
      'it was restored from an old snapshot',
      [store => store.remove({ by: 'written', side: 'after', wallMs: DAMAGED_MS - 10 * DAY_MS })],
      /^the newest row from before the damage is of 2026-01-11T00:00:00.000Z, 9 d before what there was$/,
    ],
    [
      'canary',
      'it was restored read-only',
      [() => ({ put: async () => Promise.reject(new Error('cannot execute UPDATE in a read-only transaction')) })],
      /^acme\/\d+ cannot be written: cannot execute UPDATE in a read-only transaction$|^globex\/\d+ cannot be written/,
    ],
    [
      'application',
      'the platform still speaks to the old host',
      [() => {}, { application: { works: false, detail: 'ask-once: status 502' } }],
      /^ask-once: status 502$/,
    ],
    [
      'tombstones',
      'what was deleted for good came back',
      [
        async store => {
          const [row] = await store.get(['acme/00'])
          if (row !== undefined) await store.put([{ ...row, id: 'acme/98' }])
        },
      ],
      /^deleted for good, and back: acme\/98$/,
    ],
    [
      'tenants',
      'the tenant filter is gone',
      [
        store => ({
          query: (vector: readonly number[], most: number) => store.query?.(vector, most) ?? Promise.resolve([]),
        }),
      ],
      /is shown (acme|globex)\/\d+ of (acme|globex)/,
    ],
    [
      'tenants',
      'the platform itself shows one tenant what is another’s, and every row is right',
      [
        () => {},
        {
          across: async () => ({ looks: 4, strangers: ['acme is shown what globex hid in documents', 'b', 'c', 'd'] }),
        },
      ],
      /^acme is shown what globex hid in documents; b; c; and 1 more$/,
    ],
    [
      'tenants',
      'nobody was let in to look',
      [() => {}, { across: async () => ({ looks: 0, strangers: [] }) }],
      /^nobody could look: the platform let no tenant look for what others have$/,
    ],
  ]
  test.for(CASES)('fails by %s where %s', async ([check, , given, words]) => {
    expect((await wrong(...given))[check]).toMatch(words)
  })

  test('forgives the newest rows where that much may be lost, and nothing older', async () => {
    const newest = (store: Store) => store.remove({ by: 'written', side: 'after', wallMs: DAMAGED_MS - 2.5 * DAY_MS })
    expect(await wrong(newest, { rpoMs: 3 * DAY_MS })).toEqual({})
    expect(Object.keys(await wrong(newest, { rpoMs: DAY_MS }))).toEqual(['counts', 'fingerprints', 'watermark'])
    expect(Object.keys(await wrong(newest))).toEqual(['counts', 'fingerprints', 'watermark'])
  })

  test('misses nothing that was deleted for good meanwhile, and everything else', async () => {
    const tombstones = async function* () {
      yield ['acme/98', 'globex/99', 'acme/04']
    }
    const lost =
      (...ids: readonly string[]) =>
      (store: Store) =>
        store.remove({ by: 'ids', ids })
    expect(await wrong(lost('acme/04'), { tombstones })).toEqual({})
    expect(await wrong(lost('acme/04', 'globex/05'), { tombstones })).toEqual({
      counts: 'acme: 9 of 10 rows, globex: 9 of 10 rows',
      fingerprints: 'of 20 rows looked at 1 are gone',
    })
  })

  test('of a copy beside the store it asks for no rules, and forgives what was deleted for good after it was made', async () => {
    const grown = async function* () {
      yield ['acme/98', 'globex/99', 'acme/04', 'acme/06']
    }
    const beside = { place: { ...place, collection: 'blackstart_isolated.articles' } }
    expect(await wrong(() => beside, { tombstones: grown })).toEqual({})
    expect((await wrong(() => ({}), { tombstones: grown })).tombstones).toBe(
      'deleted for good, and back: acme/04, acme/06',
    )
    const early = async function* () {
      yield ['acme/04', 'globex/99', 'acme/06']
    }
    expect((await wrong(() => beside, { tombstones: early })).tombstones).toBe('deleted for good, and back: acme/04')
  })

  describe('counts what there was, whatever has come since', () => {
    const at = (agoMs: number) => new Date(DAMAGED_MS - agoMs).toISOString()
    const cameSince = async (store: Store, written: string | undefined) => {
      const rows = await store.get(['acme/06', 'globex/07'])
      await store.put(rows.flatMap(row => [1, 2, 3].map(i => ({ ...row, id: `${row.id} again ${i}`, written }))))
    }
    test.for([
      ['after the damage', -1000],
      ['between the last look and the damage', 0.5 * DAY_MS],
      ['after the damage, by a clock that is slow', 3 * DAY_MS],
      ['long ago, and deleted since: an old snapshot knows them', 15 * DAY_MS],
    ] as const)('rows of %s stand for none that are missing', async ([, agoMs]) => {
      const lost = async (store: Store) => {
        await store.remove({ by: 'ids', ids: ['acme/04', 'acme/08'] })
        await cameSince(store, at(agoMs))
      }
      expect((await wrong(lost)).counts).toBe('acme: 8 of 10 rows')
      expect((await wrong(lost, { rpoMs: DAY_MS })).counts).toMatch(/^acme: [78] of (9|10) rows$/)
    })

    test('rows that do not say when they were written neither', async () => {
      const lost = async (store: Store) => {
        await store.remove({ by: 'ids', ids: ['globex/05'] })
        await cameSince(store, undefined)
      }
      expect((await wrong(lost)).counts).toBe('globex: 9 of 10 rows')
    })

    test('nor what was deleted for good and had not been there', async () => {
      const tombstones = async function* () {
        yield ['acme/98', 'globex/99', 'acme/06 again 1', 'acme/06 again 2', 'acme/06 again 3']
      }
      const lost = async (store: Store) => store.remove({ by: 'ids', ids: ['acme/04'] })
      expect((await wrong(lost, { tombstones })).counts).toBe('acme: 9 of 10 rows')
    })

    test('a row that was there and was changed since is not missing, however much may be lost', async () => {
      const changed = async (store: Store) => {
        const [row] = await store.get(['acme/04'])
        if (row !== undefined) await store.put([{ ...row, written: at(-1000) }])
      }
      expect(await wrong(changed)).toEqual({})
      expect(await wrong(changed, { rpoMs: DAY_MS })).toEqual({})
    })

    test('and takes no row of after the damage, by a slow clock, for the newest that came back', async () => {
      const lost = async (store: Store) => {
        await store.remove({ by: 'written', side: 'after', wallMs: DAMAGED_MS - 2.5 * DAY_MS })
        await cameSince(store, at(500))
      }
      expect(await wrong(lost, { rpoMs: 3 * DAY_MS })).toEqual({})
    })

    test('what is older than may be lost is missed, though all that came back is older still', async () => {
      const stale = (store: Store) => store.remove({ by: 'written', side: 'after', wallMs: DAMAGED_MS - 10.5 * DAY_MS })
      expect(await wrong(stale, { rpoMs: 2 * DAY_MS })).toEqual({
        counts: 'acme: 5 of 9 rows, globex: 5 of 9 rows',
        fingerprints: 'of 20 rows looked at 9 are gone',
        watermark: expect.stringContaining('before what there was'),
      })
    })
  })

  test('forgives no hole, however much may be lost', async () => {
    const hole = (store: Store) => store.remove({ by: 'ids', ids: ['acme/04'] })
    const ever = { rpoMs: 10_000 * DAY_MS }
    expect(await wrong(hole, ever)).toEqual({
      counts: 'acme: 9 of 10 rows',
      fingerprints: 'of 20 rows looked at 1 are gone',
    })
    const oneOfTwo = (store: Store) => store.remove({ by: 'tenant', tenant: 'globex' })
    expect((await wrong(oneOfTwo, ever)).counts).toMatch(/^globex: 0 of (9|10) rows$/)
    expect((await wrong(store => store.remove({ by: 'all' }), ever)).counts).toBe(
      'acme: 0 of 10 rows, globex: 0 of 10 rows',
    )
  })

  test('knows rows by their names where a restore dates all of them anew', async () => {
    const anew = { written: new Date(DAMAGED_MS + 1000).toISOString() }
    const restored = (lost: number) => async (store: Store) => {
      const ids = Array.from(
        { length: 20 },
        (_, i) => `${i % 2 === 0 ? 'acme' : 'globex'}/${String(i).padStart(2, '0')}`,
      )
      await store.remove({ by: 'ids', ids: ids.slice(20 - lost) })
      await store.put((await store.get(ids)).map(row => ({ ...row, ...anew })))
    }
    expect(await wrong(restored(0))).toEqual({})
    expect(await wrong(restored(2), { rpoMs: 4 * DAY_MS })).toEqual({})
    expect(Object.keys(await wrong(restored(5), { rpoMs: 2 * DAY_MS }))).toEqual([
      'counts',
      'fingerprints',
      'watermark',
    ])
  })

  test('says of a store that is gone only that', async () => {
    expect(await found(store => store.drop())).toEqual([
      { check: 'counts', verdict: 'failed', detail: 'articles is not there' },
    ])
  })

  test('is inconclusive by the checks that could not be made', async () => {
    const checks = await found(store => ({
      async *names() {
        for await (const some of store.names()) yield some.slice(0, 5)
        throw new Error('connection reset')
      },
    }))
    expect(checks.filter(({ verdict }) => verdict !== 'passed')).toEqual([
      { check: 'counts', verdict: 'inconclusive', detail: 'nobody could look: connection reset' },
      { check: 'watermark', verdict: 'inconclusive', detail: 'nobody could look: connection reset' },
    ])
    expect(integrityAnswer(checks).verdict).toBe('inconclusive')
  })
})
