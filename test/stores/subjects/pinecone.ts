import type { StorePlace } from '../../../src/model/store.ts'
import { pineconeStore } from '../../../src/stores/pinecone/pinecone.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import type { Abilities, Subject } from '../store.suite.ts'

export const PINECONE_ABLE: Abilities = {
  vectors: true,
  dimension: false,
  zero: false,
  throttle: false,
  written: true,
  ownFingerprint: false,
}

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
      await using store = await pineconeStore(place, clock)
      await store.drop()
      // The client alone would look for it every five seconds.
      await store.make({ request: PINECONE_INDEX })
      await store.put(rows)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
