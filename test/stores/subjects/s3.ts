import type { StorePlace } from '../../../src/model/store.ts'
import { s3Store } from '../../../src/stores/s3/s3.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { ableOf, type Subject } from '../subject.ts'

/** Its dates are the server's own, and new with each writing. */
export const S3_ABLE = ableOf('s3', { dated: false, goneWhenEmpty: true })

export async function s3Subject(server: StoreServer): Promise<Subject> {
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
}
