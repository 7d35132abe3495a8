import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { Collection, Index } from './collection.ts'
import { done } from './connection.ts'
import { fieldType } from './fields.ts'

/** Makes a collection as it was, empty, with its indexes: they are built as rows come in. */
export async function makeCollection(client: MilvusClient, name: string, made: Collection): Promise<void> {
  const byKey = made.fields.some(field => field.partitionKey)
  done(
    await client.createCollection({
      collection_name: name,
      fields: made.fields.map(fieldType),
      enable_dynamic_field: made.dynamic,
      consistency_level: made.consistency as 'Strong',
      shards_num: made.shards,
      properties: made.properties,
      ...(byKey ? { num_partitions: made.partitions.length } : {}),
      ...(made.functions.length === 0 ? {} : { functions: made.functions as [] }),
    }),
  )
  for (const index of made.indexes) {
    done(
      await client.createIndex({
        collection_name: name,
        field_name: index.field,
        index_name: index.name,
        extra_params: index.params as Index['params'] & { metric_type: string },
      }),
    )
  }
  if (made.loaded) done(await client.loadCollectionSync({ collection_name: name }))
}

/** The same collection for vectors of another length. */
export function resized(made: Collection, vector: string | undefined, dimension: number): Collection {
  const fields = made.fields.map(field =>
    field.name === vector ? { ...field, params: { ...field.params, dim: String(dimension) } } : field,
  )
  return { ...made, fields }
}
