import type { StorePlace } from '../../src/model/store.ts'
import { chromaStore } from '../../src/stores/chroma.ts'
import { chromaServer } from '../support/chroma-server.ts'
import { storeContract } from './store.suite.ts'

// Against a small server through the official client: its own programs need a newer C library than every machine has.
storeContract(
  'Chroma',
  async () => {
    const server = await chromaServer()
    const place: StorePlace = {
      driver: 'chroma',
      connect: server.url,
      collection: 'articles',
      fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
    }
    return {
      open: (where = place) => chromaStore(where),
      async fill(rows) {
        await using store = await chromaStore(place)
        await store.drop()
        await store.make({})
        await store.put(rows.map(row => ({ ...row, payload: { ...row.payload, document: 'a document' } })))
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    }
  },
  { vectors: true, dimension: false, throttle: false, written: true, ownFingerprint: false },
)
