import { DataType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { StorePlace } from '../../../src/model/store.ts'
import { milvusStore } from '../../../src/stores/milvus/milvus.ts'
import type { StoreServer } from '../../support/store-servers.ts'
import { refilled, type Subject } from '../subject.ts'

/** A collection as its owner would make it: some fields in its schema, the rest as it comes. */
export async function milvusSubject(server: StoreServer): Promise<Subject> {
  const client = new MilvusClient({ address: new URL(server.url).host, telemetry: { enabled: false } })
  const place: StorePlace = {
    driver: 'milvus',
    connect: server.url,
    collection: 'articles',
    fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
  }
  const about = { collection_name: 'articles' }
  const make = async () => {
    await client.createCollection({
      ...about,
      fields: [
        { name: 'id', data_type: DataType.VarChar, is_primary_key: true, max_length: 100 },
        { name: 'tenant', data_type: DataType.VarChar, max_length: 100 },
        { name: 'written', data_type: DataType.VarChar, max_length: 100 },
        { name: 'embedding', data_type: DataType.FloatVector, dim: 4 },
      ],
      enable_dynamic_field: true,
      consistency_level: 'Eventually',
    })
    await client.createIndex({
      ...about,
      field_name: 'embedding',
      index_name: 'near',
      index_type: 'FLAT',
      metric_type: 'COSINE',
    })
    await client.loadCollectionSync(about)
  }
  return {
    open: (where = place) => milvusStore(where),
    async fill(rows) {
      await refilled(await milvusStore(place), make, rows)
    },
    async [Symbol.asyncDispose]() {
      await client.closeConnection()
      await server[Symbol.asyncDispose]()
    },
  }
}
