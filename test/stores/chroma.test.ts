import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/model/random.ts'
import { fingerprint, sameFingerprint } from '../../src/stores/fingerprint.ts'
import { manifestOf } from '../../src/stores/manifest.ts'
import { holdsAll, restore } from '../../src/stores/restore.ts'
import { changedIn } from '../../src/stores/row-hash.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import type { Store, StoreRow } from '../../src/stores/store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { CHROMA } from '../support/chroma-launch.ts'
import { chromaServer } from '../support/chroma-server.ts'
import { offBy } from '../support/last-digits.ts'
import { hasStoreServer, realServer } from '../support/store-servers.ts'
import { tempDir } from '../support/temp-dir.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { chromaSubject } from './subjects/chroma.ts'

// Against a small server through the official client: a real one is not on every machine.
storeContract('Chroma', async () => chromaSubject(await chromaServer()), ableOf('chroma'))

const { files } = nodeWorld()
const small = ['a small server', 60, chromaServer] as const
// Fewer rows than some hundred lie in its log as they came.
const real = ['the real server', 1500, () => realServer(CHROMA)] as const

describe.for(hasStoreServer(CHROMA.program) ? [small, real] : [small])('%s with %i rows', ([, count, start]) => {
  test('rounds them by cosine: a copy is the same but for what one writing loses, and a number that is further off is told', {
    timeout: 60_000,
  }, async () => {
    await using dir = await tempDir()
    await using subject = await chromaSubject(await start())
    await using store = await filled(subject, count)
    const { sha256, fingerprint: print } = await snapshot(store, files, dir.file('rows.jsonl'))
    await using beside = await subject.open(store.scratch('try'))
    await restore(beside, files, dir.file('rows.jsonl'), sha256)
    const held = () => holdsAll(beside, files, dir.file('rows.jsonl'), sha256)
    expect(sameFingerprint(await fingerprint(beside), print)).toBe(false)
    expect(await held()).toBe(true)
    const { manifest } = await manifestOf(store, 1)
    const [sample] = manifest.samples
    const [row] = await beside.get([sample?.id ?? ''])
    if (sample === undefined || row === undefined) throw new Error('no row')
    expect(changedIn(sample, row, beside.place.fields)).toEqual([])
    // As far off as nothing but damage makes it: two writings lose six digits at most, and what is written now is rounded once more.
    await beside.put([{ ...row, vector: row.vector?.with(0, offBy(row.vector[0] ?? 0, 40)) }])
    const [wrong = row] = await beside.get([row.id])
    expect([await held(), changedIn(sample, wrong, beside.place.fields)]).toEqual([false, ['vector']])
    expect(await restore(beside, files, dir.file('rows.jsonl'), sha256)).toMatchObject({ putBack: 1, remade: false })
    expect(await held()).toBe(true)
  })

  test('keeps every digit by any other distance', { timeout: 60_000 }, async () => {
    await using dir = await tempDir()
    await using subject = await chromaSubject(await start(), 'l2')
    await using store = await filled(subject, count)
    const { sha256, fingerprint: print } = await snapshot(store, files, dir.file('rows.jsonl'))
    await using beside = await subject.open(store.scratch('try'))
    await restore(beside, files, dir.file('rows.jsonl'), sha256)
    expect([(await store.describe()).rounds, sameFingerprint(await fingerprint(beside), print)]).toEqual([false, true])
  })
})

async function filled(subject: Awaited<ReturnType<typeof chromaSubject>>, count: number): Promise<Store> {
  const random = seededRandom(3)
  await subject.fill(
    Array.from({ length: count }, (_, i): StoreRow => {
      const vector = Array.from({ length: 8 }, () => Math.fround(random() * 2 - 1))
      return {
        id: `acme/${i}`,
        tenant: 'acme',
        vector,
        written: new Date(i * 1000).toISOString(),
        payload: { content: `text ${i}` },
      }
    }),
  )
  return subject.open()
}
