import type { FieldSchema, FieldType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Blueprint } from '../store.ts'
import { done, isKnown } from './connection.ts'

/** All it takes to make a collection again. */
export interface Collection extends Blueprint {
  /** What it is really called: a place may name it by an alias. */
  readonly name: string
  readonly fields: readonly Field[]
  readonly dynamic: boolean
  readonly consistency: string
  readonly shards: number
  readonly partitions: readonly string[]
  readonly properties: Readonly<Record<string, string>>
  readonly functions: readonly unknown[]
  readonly indexes: readonly Index[]
  readonly aliases: readonly string[]
  readonly loaded: boolean
  /** The same, one line each, by which two collections can be compared. */
  readonly structure: readonly string[]
}

interface Field {
  readonly name: string
  readonly type: string
  readonly element: string | undefined
  readonly primary: boolean
  readonly autoId: boolean
  readonly partitionKey: boolean
  readonly clusteringKey: boolean
  readonly nullable: boolean
  /** Made by the server from other fields, so never written. */
  readonly made: boolean
  readonly usual: string | number | undefined
  readonly params: Readonly<Record<string, string>>
}

interface Index {
  readonly name: string
  readonly field: string
  readonly params: Readonly<Record<string, string>>
}

/** Reads what a collection is made of; undefined if there is none of this name. */
export async function readCollection(client: MilvusClient, name: string): Promise<Collection | undefined> {
  const described = await describe(client, name)
  if (described === undefined) return undefined
  const { schema } = described
  const fields = schema.fields.filter(({ is_dynamic }) => is_dynamic !== true).map(fieldOf)
  const about = { collection_name: name }
  const found = await client.describeIndex(about)
  const indexes = (found.index_descriptions ?? []).map(index => {
    const { dim: _, ...params } = valuesOf(index.params)
    return { name: index.index_name, field: index.field_name, params }
  })
  const aliasesFound = await client.listAliases(about)
  const aliases = isKnown(aliasesFound) ? [...(aliasesFound.aliases ?? [])].sort() : []
  const rest = {
    dynamic: schema.enable_dynamic_field,
    consistency: described.consistency_level,
    shards: Number(described.shards_num) || 1,
    partitions: await partitionsOf(client, name),
    properties: Object.fromEntries(
      Object.entries(valuesOf(described.properties)).filter(([key]) => /^(collection|mmap|partitionkey)\./.test(key)),
    ),
    functions: schema.functions ?? [],
  }
  const structure = [
    ...fields.map(fieldLine),
    ...(rest.dynamic ? ['dynamic fields'] : []),
    ...Object.entries(rest.properties).map(([key, value]) => `property ${key} ${value}`),
    ...rest.functions.map(each => `function ${JSON.stringify(each)}`),
    ...indexes.map(({ field, params }) => `index of ${field} ${JSON.stringify(Object.entries(params).sort())}`).sort(),
    ...aliases.map(alias => `alias ${alias}`),
  ]
  const loaded = (await loadState(client, name)) !== 'LoadStateNotLoad'
  return { name: described.collection_name || name, fields, ...rest, indexes, aliases, loaded, structure }
}

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

/** Why a collection cannot answer yet: not loaded, or an index that is not built. */
export async function unreadyBecause(client: MilvusClient, name: string): Promise<string | undefined> {
  const state = await loadState(client, name)
  if (state !== 'LoadStateLoaded') return `it is not loaded (${state.replace('LoadState', '')})`
  const { index_descriptions = [] } = await client.describeIndex({ collection_name: name })
  const building = index_descriptions.find(({ state: each }) => each !== 'Finished')
  return building === undefined ? undefined : `its index ${building.index_name} is ${building.state}`
}

/** Refuses what would not come back as it was. */
export function refuseWhatIsLost({ fields, partitions }: Collection, { collection }: StorePlace): void {
  const why = fields.some(field => field.primary && field.autoId)
    ? 'Milvus hands out its ids itself, so no row can be written under the id it had'
    : partitions.length > 1 && !fields.some(field => field.partitionKey)
      ? `its rows lie in partitions of their own (${partitions.join(', ')}), and no row says in which`
      : undefined
  if (why === undefined) return
  throw new DrillError('NOT_AVAILABLE', `${collection} cannot be copied and put back: ${why}.`, {
    hint: 'damage it with "kind: custom" and restore it by its own means. Nothing was changed',
  })
}

async function describe(client: MilvusClient, name: string) {
  const { data: all } = done(await client.showCollections())
  const found = await client.describeCollection({ collection_name: name }).catch((error: unknown) => {
    // Of what is not there some servers say nothing, and the client stumbles over it.
    if (all.some(each => each.name === name)) throw error
    return undefined
  })
  if (found === undefined || found.status.error_code === 'CollectionNotExists' || found.status.code === 100) {
    return undefined
  }
  return done(found)
}

async function loadState(client: MilvusClient, name: string): Promise<string> {
  return String(done(await client.getLoadState({ collection_name: name })).state)
}

async function partitionsOf(client: MilvusClient, name: string): Promise<readonly string[]> {
  // The client stumbles over a server that does not know the call: it has no partitions then.
  const found = await client.showPartitions({ collection_name: name }).catch(() => undefined)
  return found?.partition_names ?? []
}

function fieldOf(field: FieldSchema): Field {
  const { element_type } = field
  return {
    name: field.name,
    type: field.data_type,
    element: element_type === undefined || element_type === 'None' ? undefined : element_type,
    primary: field.is_primary_key,
    autoId: field.autoID,
    partitionKey: field.is_partition_key ?? false,
    clusteringKey: field.is_clustering_key ?? false,
    nullable: field.nullable ?? false,
    made: field.is_function_output,
    usual: field.default_value ?? undefined,
    params: valuesOf(field.type_params),
  }
}

function fieldType(field: Field): FieldType {
  return {
    name: field.name,
    data_type: field.type as 'VarChar',
    is_primary_key: field.primary,
    autoID: field.autoId,
    is_partition_key: field.partitionKey,
    is_clustering_key: field.clusteringKey,
    is_function_output: field.made,
    nullable: field.nullable,
    type_params: field.params,
    ...(field.element === undefined ? {} : { element_type: field.element as 'VarChar' }),
    ...(field.usual === undefined ? {} : { default_value: field.usual }),
  }
}

function fieldLine({ name, type, element, primary, partitionKey, nullable, params }: Field): string {
  const words = [
    `field ${name} ${type}${element === undefined ? '' : ` of ${element}`}`,
    ...Object.entries(params).map(([key, value]) => `${key} ${value}`),
    ...(primary ? ['primary key'] : []),
    ...(partitionKey ? ['partition key'] : []),
    ...(nullable ? ['nullable'] : []),
  ]
  return words.join(', ')
}

function valuesOf(
  pairs: readonly { readonly key: string | number; readonly value: unknown }[] | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries((pairs ?? []).map(({ key, value }) => [String(key), String(value)]))
}
