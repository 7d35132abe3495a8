import type { StorePlace } from '../../../src/model/store.ts'
import { chromaStore } from '../../../src/stores/chroma.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { refilled, type Subject } from '../store.suite.ts'

export async function chromaSubject(server: StoreServer): Promise<Subject> {
  const place: StorePlace = {
    driver: 'chroma',
    connect: server.url,
    collection: 'articles',
    fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
  }
  return {
    open: (where = place) => chromaStore(where),
    async fill(rows) {
      const documents = rows.map(row => ({ ...row, payload: { ...row.payload, document: 'a document' } }))
      await refilled(await chromaStore(place), { metadata: { 'hnsw:space': 'cosine' } }, documents)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
