import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Blueprint } from '../store.ts'
import { done, isKnown } from './connection.ts'
import { type Field, fieldLine, fieldOf, valuesOf } from './fields.ts'

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

/** One index, and what it was built with. */
export interface Index {
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
