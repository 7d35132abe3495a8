import type { StorePlace } from '../../../src/model/store.ts'
import { qdrantStore } from '../../../src/stores/qdrant.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { refilled, type Subject } from '../subject.ts'

export async function qdrantSubject(server: StoreServer): Promise<Subject> {
  const place: StorePlace = {
    driver: 'qdrant',
    connect: server.url,
    collection: 'articles',
    fields: { id: 'doc', tenant: 'tenant', vector: 'vector', payload: undefined, written: 'written' },
  }
  return {
    open: (where = place) => qdrantStore(where),
    async fill(rows) {
      const blueprint = { vectors: { size: 4, distance: 'Cosine' } }
      await refilled(await qdrantStore(place), store => store.make(blueprint), rows)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
