import type { StorePlace } from '../../src/model/store.ts'
import { s3Store } from '../../src/stores/s3.ts'
import { s3Server } from '../support/s3-server.ts'
import { storeContract } from './store.suite.ts'

// Against a small server through the official client: it has pages, pieces and errors as S3 words them.
storeContract(
  'S3',
  async () => {
    const server = await s3Server()
    const place: StorePlace = {
      driver: 's3',
      connect: server.url,
      collection: 'articles',
      fields: { id: 'key', tenant: 'first part', vector: undefined, payload: undefined, written: undefined },
    }
    return {
      open: (where = place) => s3Store(where),
      async fill(rows) {
        await using store = await s3Store(place)
        await store.drop()
        await store.put(rows)
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    }
  },
  { vectors: false, dimension: false, throttle: false, written: false, ownFingerprint: false, goneWhenEmpty: true },
)
