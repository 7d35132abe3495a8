import type { StorePlace } from '../../../src/model/store.ts'
import { pineconeStore } from '../../../src/stores/pinecone/pinecone.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { refilled, type Subject } from '../subject.ts'

export const PINECONE_INDEX = {
  schema: { fields: { _values: { type: 'dense_vector', dimension: 4, metric: 'cosine' } } },
  deployment: { deploymentType: 'managed', cloud: 'aws', region: 'us-east-1' },
}

/** An index whose tenants are a part of the metadata, or namespaces. */
export async function pineconeSubject(server: StoreServer, tenant: 'tenant' | 'namespace'): Promise<Subject> {
  const { clock } = nodeWorld()
  const place: StorePlace = {
    driver: 'pinecone',
    connect: server.url,
    collection: 'articles',
    fields: { id: 'id', tenant, vector: 'values', payload: undefined, written: 'written' },
  }
  return {
    open: (where = place) => pineconeStore(where, clock),
    async fill(rows) {
      // The client alone would look for a new one every five seconds.
      await refilled(await pineconeStore(place, clock), store => store.make({ request: PINECONE_INDEX }), rows)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
