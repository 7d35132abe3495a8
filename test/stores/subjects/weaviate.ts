import type { StorePlace } from '../../../src/model/store.ts'
import { weaviateStore } from '../../../src/stores/weaviate/weaviate.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { refilled, type Subject } from '../subject.ts'

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
      await refilled(await weaviateStore(place), store => store.make(blueprint(split)), rows)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function blueprint(split: boolean) {
  const properties = [...['doc', 'tenant', 'content'].map(text), { name: 'written', dataType: ['date'] }]
  const about = { class: 'Articles', vectorizer: 'none', multiTenancyConfig: { enabled: split }, properties }
  return { aliases: [], tenants: [], class: about }
}
