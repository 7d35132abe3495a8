import type { StorePlace } from '../../../src/model/store.ts'
import { chromaStore } from '../../../src/stores/chroma.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { refilled, type Subject } from '../subject.ts'

/** A collection that measures by cosine, and rounds; or by something else, and does not. */
export async function chromaSubject(server: StoreServer, space: 'cosine' | 'l2' = 'cosine'): Promise<Subject> {
  const place: StorePlace = {
    driver: 'chroma',
    connect: server.url,
    collection: 'articles',
    fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
  }
  return {
    open: (where = place) => chromaStore(where),
    async fill(rows) {
      // Some rows have a document, as some of everybody's have.
      const documents = rows.map((row, i) => ({
        ...row,
        payload: { ...row.payload, document: i % 3 === 0 ? null : 'a document' },
      }))
      const blueprint = { index: { hnsw: { space } } }
      await refilled(await chromaStore(place), store => store.make(blueprint), documents)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
