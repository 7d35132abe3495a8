import type { StorePlace } from '../../src/model/store.ts'
import { qdrantStore } from '../../src/stores/qdrant.ts'
import { qdrantServer } from '../support/qdrant-server.ts'
import { storeContract } from './store.suite.ts'

// Against a small server through the official client; it refuses what is neither a number nor a UUID, as the real one does.
storeContract(
  'Qdrant',
  async () => {
    const server = await qdrantServer()
    const place: StorePlace = {
      driver: 'qdrant',
      connect: server.url,
      collection: 'articles',
      fields: { id: 'doc', tenant: 'tenant', vector: 'vector', payload: undefined, written: 'written' },
    }
    return {
      open: (where = place) => qdrantStore(where),
      async fill(rows) {
        await using store = await qdrantStore(place)
        await store.drop()
        await store.make({ vectors: { size: 4, distance: 'Cosine' } })
        await store.put(rows)
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    }
  },
  { vectors: true, dimension: false, throttle: false, written: true, ownFingerprint: false },
)
