import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ATTACHMENTS } from '../../src/model/store.ts'
import { corrupt } from '../../src/stores/damage.ts'
import { fingerprint, sameFingerprint } from '../../src/stores/fingerprint.ts'
import { manifestOf } from '../../src/stores/manifest.ts'
import { remove } from '../../src/stores/removal.ts'
import { isSame, restore } from '../../src/stores/restore.ts'
import { changedIn } from '../../src/stores/row-hash.ts'
import { openSnapshot, snapshot } from '../../src/stores/snapshot.ts'
import type { Store, StoreRow } from '../../src/stores/store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { offBy } from '../support/last-digits.ts'
import { type TempDir, tempDir } from '../support/temp-dir.ts'
import { where } from '../support/where.ts'
import { type Abilities, DAY_MS, direction, NEWEST_MS, type Subject, twentyRows } from './subject.ts'

const files = nodeWorld().files

/** What every driver must do. */
export function storeContract(name: string, makeSubject: () => Promise<Subject>, able: Abilities): void {
  describe(`a ${name} store`, () => {
    const hasVectors = able.vectors !== 'none'
    const rows = twentyRows(hasVectors)
    let subject: Subject
    let store: Store
    let dir: TempDir

    beforeAll(async () => {
      subject = await makeSubject()
      dir = await tempDir()
    }, 60_000)
    beforeEach(async () => {
      await store?.[Symbol.asyncDispose]()
      await subject.fill(rows)
      store = await subject.open()
    }, 60_000)
    afterAll(async () => {
      await store?.[Symbol.asyncDispose]()
      await subject?.[Symbol.asyncDispose]()
      await dir?.[Symbol.asyncDispose]()
    })
    const all = async (from: Store = store): Promise<readonly StoreRow[]> =>
      (await Array.fromAsync(from.scan(7))).flat().toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const one = async (id: string): Promise<StoreRow | undefined> => (await store.get([id]))[0]
    const pack = async () => {
      const path = dir.file(`${crypto.randomUUID()}.jsonl`)
      return { path, ...(await snapshot(store, files, path)) }
    }

    /** All vectors of half the length, of the rows in a copy where the collection must be made anew for that. */
    const shorten = async (each: Store): Promise<void> => {
      const { path, sha256 } = await pack()
      await corrupt(
        each,
        { how: 'dimension', shareRatio: 1, text: '', seed: 3 },
        { copy: () => openSnapshot(files, path, sha256) },
      )
    }

    test('can do what the table of abilities says, and no more', () => {
      expect({
        vectors: store.query === undefined ? 'not asked' : 'asked',
        lengths: store.loosen === undefined ? store.resized && 'all' : 'each',
        throttle: store.throttle !== undefined,
        fingerprint: store.fingerprint !== undefined,
        detach: store.detach !== undefined,
      }).toEqual({
        vectors: able.vectors === 'asked' ? 'asked' : 'not asked',
        lengths: hasVectors ? able.lengths : undefined,
        throttle: able.throttle,
        fingerprint: able.fingerprint,
        detach: ATTACHMENTS.some(what => able.attachments[what] !== undefined),
      })
    })

    test('says that it is there, and how big', async () => {
      const shape = await store.describe()
      expect(shape).toMatchObject({ exists: true, unready: undefined, ...(hasVectors ? { dimension: 4 } : {}) })
      expect(shape.structure.length).toBeGreaterThan(0)
    })

    test('counts the rows of each tenant', async () => {
      expect(await store.count()).toEqual({ acme: 10, globex: 10 })
    })

    test('shows every row once, however few at a time', async () => {
      const found = await all()
      expect(found.map(row => row.id)).toEqual(rows.map(row => row.id).toSorted())
      const asGiven = found.find(row => row.id === 'acme/00')
      expect(asGiven).toMatchObject({ tenant: 'acme', ...(hasVectors ? { vector: [1, 0, 0, 0] } : {}) })
    })

    test('names every row once, whose it is and when it was written, and reads no more of it', async () => {
      const named = (await Array.fromAsync(store.names())).flat().toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const those = (await all()).map(({ id, tenant, written }) => ({ id, tenant, written }))
      expect(named.map(({ id, tenant, written }) => ({ id, tenant, written }))).toEqual(those)
    })

    test('finds rows by id, and only those there are', async () => {
      const found = await store.get(['globex/03', 'acme/00', 'nobody'])
      expect(found.map(row => row.id).toSorted()).toEqual(['acme/00', 'globex/03'])
    })

    test('puts a row in the place of the one with the same id', async () => {
      const before = (await all())[0] as StoreRow
      const other = (await all())[5] as StoreRow
      await store.put([{ ...before, payload: other.payload }])
      expect((await one(before.id))?.payload).toEqual(other.payload)
      expect(await store.count()).toEqual({ acme: 10, globex: 10 })
    })

    test('puts a row back exactly as it was', async () => {
      const before = await all()
      await store.remove({ by: 'ids', ids: ['acme/00', 'globex/19'] })
      await store.put(before.filter(row => ['acme/00', 'globex/19'].includes(row.id)))
      const after = await all()
      expect(after.map((row, i) => isSame(row, before[i]))).toEqual(before.map(() => true))
    })

    where(able.dated, 'its rows do not say when they were written')(
      'says when the newest row was written',
      async () => {
        const newest = await store.newest()
        expect(Date.parse(newest ?? '') || Number(newest)).toBe(NEWEST_MS)
      },
    )

    where(able.vectors === 'asked', 'it knows no neighbours')(
      'answers what is nearest, to one tenant only from its own',
      async () => {
        expect(await store.query?.(direction(4), 3)).toEqual(['acme/04', expect.any(String), expect.any(String)])
        const own = (await store.query?.(direction(4), 5, 'globex')) ?? []
        expect(own.length).toBe(5)
        expect(own.every(id => id.startsWith('globex/'))).toBe(true)
      },
    )

    describe('loses', () => {
      test('everything, and then there is nothing to open', async () => {
        await remove(store, { of: 'collection' }, { seed: 1, wallMs: NEWEST_MS })
        expect(await store.describe()).toMatchObject({ exists: false, bytes: 0 })
      })
      test('all rows, but stays', async () => {
        await remove(store, { of: 'rows', shareRatio: 1, olderThanMs: undefined }, { seed: 1, wallMs: NEWEST_MS })
        expect(await store.count()).toEqual({})
        expect(await store.describe()).toMatchObject({ exists: !able.goneWhenEmpty })
      })
      test('a share of its rows, the same ones for the same seed', async () => {
        await remove(store, { of: 'rows', shareRatio: 0.5, olderThanMs: undefined }, { seed: 7, wallMs: NEWEST_MS })
        const left = (await all()).map(row => row.id)
        expect(left.length).toBeGreaterThan(3)
        expect(left.length).toBeLessThan(17)
        await subject.fill(rows)
        await remove(store, { of: 'rows', shareRatio: 0.5, olderThanMs: undefined }, { seed: 7, wallMs: NEWEST_MS })
        expect((await all()).map(row => row.id)).toEqual(left)
      })
      test('one tenant', async () => {
        await remove(store, { of: 'tenant', tenant: 'acme' }, { seed: 1, wallMs: NEWEST_MS })
        expect(await store.count()).toEqual({ globex: 10 })
      })
      test('what begins with a prefix', async () => {
        await remove(store, { of: 'prefix', prefix: 'acme/0' }, { seed: 1, wallMs: NEWEST_MS })
        expect(await store.count()).toEqual({ acme: 5, globex: 10 })
      })
      where(able.dated, 'its rows do not say when they were written')(
        'what is older than a week, as a retention job would',
        async () => {
          const what = { of: 'rows', shareRatio: 1, olderThanMs: 7 * DAY_MS } as const
          await remove(store, what, { seed: 1, wallMs: NEWEST_MS })
          expect((await all()).map(row => row.id.slice(-2)).toSorted()).toEqual([
            '12',
            '13',
            '14',
            '15',
            '16',
            '17',
            '18',
            '19',
          ])
        },
      )
    })

    describe('is damaged', () => {
      const damage = { shareRatio: 1, text: 'bm90aGluZw==', seed: 3 } as const
      test('by rows that trade what they say', async () => {
        const before = new Map((await all()).map(row => [row.id, row]))
        expect(await corrupt(store, { ...damage, how: 'swap' })).toBe(20)
        const after = await all()
        expect(after.every(row => !isSame({ ...row, written: before.get(row.id)?.written }, before.get(row.id)))).toBe(
          true,
        )
        expect(after.map(row => JSON.stringify(row.payload)).toSorted()).toEqual(
          [...before.values()].map(row => JSON.stringify(row.payload)).toSorted(),
        )
      })
      test.for(['truncate', 'overwrite', 'bit-rot'] as const)('by %s, and is still as many rows', async how => {
        const before = await all()
        await corrupt(store, { ...damage, how })
        const after = await all()
        expect(after.length).toBe(20)
        expect(after.every((row, i) => row.payload.content !== before[i]?.payload.content)).toBe(true)
      })
      test('by a dropped share', async () => {
        const dropped = await corrupt(store, { ...damage, how: 'drop', shareRatio: 0.3 })
        expect((await all()).length).toBe(20 - dropped)
        expect(dropped).toBeGreaterThan(0)
      })
      where(hasVectors, 'its rows have no vectors')('by vectors that trade places', async () => {
        await corrupt(store, { ...damage, how: 'shuffle' })
        expect((await one('acme/00'))?.vector).not.toEqual([1, 0, 0, 0])
        if (able.vectors === 'asked') expect((await store.query?.(direction(4), 1))?.[0]).not.toBe('acme/04')
      })
      where(!able.zero, 'it takes vectors of nothing')('but not by vectors of nothing', async () => {
        const before = await all()
        await expect(corrupt(store, { ...damage, how: 'zero' })).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
        expect(await all()).toEqual(before)
      })
      where(hasVectors && able.zero, 'it takes no vectors of nothing')('by vectors of nothing', async () => {
        await corrupt(store, { ...damage, how: 'zero' })
        expect((await one('acme/00'))?.vector?.every(number => number === 0)).toBe(true)
      })
      where(hasVectors, 'its rows have no vectors')('by vectors of another model', async () => {
        await corrupt(store, { ...damage, how: 'model' })
        const { vector = [] } = (await one('acme/00')) ?? {}
        expect(vector.length).toBe(4)
        expect(vector).not.toEqual([1, 0, 0, 0])
      })
      where(hasVectors, 'its rows have no vectors')('by vectors of half the length', async () => {
        await shorten(store)
        expect((await one('acme/00'))?.vector).toEqual([1, 0])
        expect(await store.count()).toEqual({ acme: 10, globex: 10 })
      })
      where(hasVectors, 'its rows have no vectors')(
        'by some vectors of half the length, or says that it has one length only',
        async () => {
          const some = corrupt(store, { ...damage, how: 'dimension', shareRatio: 0.5 })
          if (able.lengths === 'each') expect(await some).toBeGreaterThan(3)
          else await expect(some).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
        },
      )
    })

    describe('comes back from a snapshot', () => {
      const hurts: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
        ['nothing at all', async () => {}],
        ['the loss of everything', each => remove(each, { of: 'collection' }, { seed: 1, wallMs: NEWEST_MS })],
        [
          'the loss of a tenant',
          each => remove(each, { of: 'tenant', tenant: 'acme' }, { seed: 1, wallMs: NEWEST_MS }),
        ],
        ['swapped payloads', each => corrupt(each, { how: 'swap', shareRatio: 1, text: '', seed: 3 })],
        ...(hasVectors
          ? [
              [
                'shuffled vectors',
                (each: Store) => corrupt(each, { how: 'shuffle', shareRatio: 0.5, text: '', seed: 3 }),
              ] as const,
            ]
          : []),
        ...(hasVectors ? [['vectors too short', (each: Store) => shorten(each)] as const] : []),
      ]
      test.for(hurts)('after %s', async ([, hurt]) => {
        const before = { rows: await all(), shape: await store.describe(), print: await fingerprint(store) }
        const { path, sha256 } = await pack()
        await hurt(store)
        await restore(store, files, path, sha256)
        expect(await all()).toEqual(before.rows)
        expect((await store.describe()).structure).toEqual(before.shape.structure)
        expect(sameFingerprint(await fingerprint(store), before.print)).toBe(true)
        const again = await restore(store, files, path, sha256)
        expect(again).toEqual({ putBack: 0, asBefore: 20, remade: false })
      })
      where(hasVectors, 'its rows have no vectors')('after one last digit in one number of one vector', async () => {
        const { path, sha256 } = await pack()
        const { manifest } = await manifestOf(store, 1)
        const was = await one('acme/04')
        if (was?.vector === undefined) throw new Error('no vector')
        const { rounds = false } = await store.describe()
        // Where a store rounds, as many as it cannot have lost by itself.
        const vector = was.vector.map(Math.fround).with(1, offBy(was.vector[1] ?? 0, rounds ? 7 : 1))
        await store.put([{ ...was, vector }])
        const now = await one('acme/04')
        expect(now?.vector?.map(Math.fround)).toEqual(vector)
        const sample = manifest.samples.find(({ id }) => id === 'acme/04')
        expect([sample && now && changedIn(sample, now, store.place.fields), isSame(was, now, rounds)]).toEqual([
          ['vector'],
          false,
        ])
        expect(await restore(store, files, path, sha256)).toEqual({ putBack: 1, asBefore: 19, remade: false })
        expect((await one('acme/04'))?.vector).toEqual(was.vector)
      })
      test('and what was written since stays', async () => {
        const { path } = await pack()
        const model = (await all())[0] as StoreRow
        await store.put([{ ...model, id: 'acme/99' }])
        await remove(store, { of: 'prefix', prefix: 'acme/0' }, { seed: 1, wallMs: NEWEST_MS })
        await restore(store, files, path)
        expect(await store.count()).toEqual({ acme: 11, globex: 10 })
      })
      test('into a place beside, and the store itself stays as it is', async () => {
        const { path, fingerprint: print } = await pack()
        await remove(store, { of: 'tenant', tenant: 'acme' }, { seed: 1, wallMs: NEWEST_MS })
        await using beside = await subject.open(store.scratch('try-1'))
        await restore(beside, files, path)
        expect((await all(beside)).length).toBe(print.rows)
        expect(await store.count()).toEqual({ globex: 10 })
        await beside.drop()
        expect((await beside.describe()).exists).toBe(false)
        expect(await store.count()).toEqual({ globex: 10 })
      })
    })

    test('its fingerprint tells one changed row', async () => {
      const before = await fingerprint(store)
      expect(sameFingerprint(await fingerprint(store), before)).toBe(true)
      const [a, b] = (await all()) as [StoreRow, StoreRow]
      await store.put([{ ...a, payload: b.payload }])
      expect(sameFingerprint(await fingerprint(store), before)).toBe(false)
    })

    test('its manifest holds what is needed to know it again', async () => {
      const { manifest, names } = await manifestOf(store, 1)
      expect(manifest).toMatchObject({ rows: 20, tenants: { acme: 10, globex: 10 } })
      expect(manifest.samples.length).toBe(20)
      expect(manifest.questions.length).toBe(able.vectors === 'asked' ? 8 : 0)
      for (const question of manifest.questions) expect(question.nearest[0]).toBe(question.id)
      expect(rows.every(({ id }) => names.knows(id))).toBe(true)
      expect(['acme/01', 'globex/00', 'acme/99', ''].filter(names.knows)).toEqual([])
    })

    where(able.throttle, 'it cannot be held up')('held up, answers later; let go, answers as before', async () => {
      const release = await store.throttle?.(0.9, nodeWorld().clock)
      const started = performance.now()
      await using other = await subject.open()
      for (let i = 0; i < 3; i++) await other.count()
      const heldMs = performance.now() - started
      await release?.()
      expect(heldMs).toBeGreaterThan(100)
      expect(await other.count()).toEqual({ acme: 10, globex: 10 })
    })
  })
}
