import type { StorePlace } from '../../../src/model/store.ts'
import { weaviateStore } from '../../../src/stores/weaviate/weaviate.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import type { Abilities, Subject } from '../store.suite.ts'

export const WEAVIATE_ABLE: Abilities = {
  vectors: true,
  dimension: false,
  throttle: false,
  written: true,
  ownFingerprint: false,
}

const text = (name: string) => ({ name, dataType: ['text'], tokenization: 'field' })

/** A collection whose tenants are a property of its rows, or are kept apart by the server. */
export async function weaviateSubject(server: StoreServer, split: boolean): Promise<Subject> {
  const place: StorePlace = {
    driver: 'weaviate',
    connect: server.url,
    collection: 'Articles',
    fields: { id: 'doc', tenant: 'tenant', vector: 'default', payload: undefined, written: 'written' },
  }
  return {
    open: (where = place) => weaviateStore(where),
    async fill(rows) {
      await using store = await weaviateStore(place)
      if ((await store.describe()).exists) await store.remove({ by: 'all' })
      else
        await store.make({
          aliases: [],
          tenants: [],
          class: {
            class: 'Articles',
            vectorizer: 'none',
            multiTenancyConfig: { enabled: split },
            properties: [...['doc', 'tenant', 'content'].map(text), { name: 'written', dataType: ['date'] }],
          },
        })
      await store.put(rows)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
