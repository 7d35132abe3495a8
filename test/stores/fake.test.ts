import type { StorePlace } from '../../src/model/store.ts'
import { fakeStores } from '../../src/testing/fake-store.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'

storeContract(
  'simulated',
  async () => {
    const stores = fakeStores()
    const place: StorePlace = {
      driver: 'pgvector',
      connect: 'memory',
      collection: 'articles',
      fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
    }
    return {
      open: async (where = place) => stores.open(where),
      async fill(rows) {
        const store = await stores.open(place)
        await store.make({})
        await store.put(rows)
      },
      async [Symbol.asyncDispose]() {},
    }
  },
  ableOf('pgvector', { fingerprint: false }),
)
