import { expect, test } from 'vitest'
import { qdrantStore } from '../../src/stores/qdrant.ts'
import { qdrantServer } from '../support/qdrant-server.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { qdrantSubject } from './subjects/qdrant.ts'

// Against a small server through the official client; it refuses what is neither a number nor a UUID, as the real one does.
storeContract('Qdrant', async () => qdrantSubject(await qdrantServer()), ableOf('qdrant'))

test('points with several vectors are not copied: they would come back with none', async () => {
  await using server = await qdrantServer()
  const fields = { id: 'doc', tenant: undefined, vector: 'vector', payload: undefined, written: undefined }
  await using store = await qdrantStore({ driver: 'qdrant', connect: server.url, collection: 'articles', fields })
  await store.make({ vectors: { title: { size: 4, distance: 'Cosine' }, body: { size: 4, distance: 'Cosine' } } })
  await expect(store.blueprint()).rejects.toMatchObject({
    code: 'NOT_AVAILABLE',
    message: 'articles cannot be copied and put back: its points have several vectors.',
  })
})

test('what is indexed beside the vectors is indexed again', async () => {
  await using server = await qdrantServer()
  const fields = { id: 'doc', tenant: 'tenant', vector: 'vector', payload: undefined, written: undefined }
  await using store = await qdrantStore({ driver: 'qdrant', connect: server.url, collection: 'articles', fields })
  await store.make({ vectors: { size: 4, distance: 'Cosine' } })
  await store.finish({ indexes: { tenant: 'keyword' } })
  const blueprint = await store.blueprint()
  expect(blueprint.structure).toContain('index tenant "keyword"')
  await store.drop()
  await store.make(blueprint)
  await store.finish(blueprint)
  expect((await store.describe()).structure).toEqual(blueprint.structure)
})
