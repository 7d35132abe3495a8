import type { StorePlace } from '../../../src/model/store.ts'
import { s3Store } from '../../../src/stores/s3.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import type { Abilities, Subject } from '../store.suite.ts'

export const S3_ABLE: Abilities = {
  vectors: false,
  dimension: false,
  throttle: false,
  written: false,
  ownFingerprint: false,
  goneWhenEmpty: true,
}

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
