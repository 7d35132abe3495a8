import type { WeaviateClass, WeaviateClient } from 'weaviate-client'
import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import { canonical } from '../row-hash.ts'
import type { Blueprint, StoreValue } from '../store.ts'

/** All it takes to make a collection again. */
export interface Collection extends Blueprint {
  /** What the server itself says it is made of, under its real name: a place may name it by an alias. */
  readonly class: WeaviateClass
  readonly aliases: readonly string[]
  /** The tenants it keeps apart; none if it has them all in one. */
  readonly tenants: readonly string[]
  /** The same, one line each, by which two collections can be compared. */
  readonly structure: readonly string[]
}

/** Reads what a collection is made of; undefined if there is none of this name. */
export async function readCollection(client: WeaviateClient, name: string): Promise<Collection | undefined> {
  // The client says that an alias does not exist, though everything can be asked by it.
  const said = await client.collections.exportToJson(name).catch((error: unknown) => {
    if (error instanceof Error && /status code: 404/.test(error.message)) return undefined
    throw error
  })
  if (said === undefined) return undefined
  // Of what there is none it says null.
  const found = { ...said, properties: said.properties ?? [] }
  const aliases = await aliasesOf(client, found.class ?? name)
  const tenants = isSplit(found) ? Object.keys(await client.collections.use(name).tenants.get()).sort() : []
  return { class: found, aliases, tenants, structure: structureOf(found, aliases) }
}

/** Whether each tenant has rows of its own that others cannot even name. */
export function isSplit({ multiTenancyConfig }: WeaviateClass): boolean {
  return multiTenancyConfig?.enabled === true
}

/** What the server takes to make a collection: not all of what it says of one. */
export function makeable(found: WeaviateClass, name: string): WeaviateClass {
  const { shardingConfig, ...others } = found
  return { ...others, class: name, ...(isSplit(found) || shardingConfig === undefined ? {} : { shardingConfig }) }
}

/** The names that the server has for a collection beside its own. */
export async function aliasesOf(client: WeaviateClient, collection: string): Promise<readonly string[]> {
  // Servers before 1.32 have none, and do not know the question.
  const found = await client.alias.listAll({ collection }).catch(() => [])
  return (found ?? []).map(({ alias }) => alias).sort()
}

/** What is asked for of a row: everything, and what is long or nested comes only by name. */
export function propertiesOf({ properties = [] }: WeaviateClass): readonly (string | Nested)[] {
  return properties.map(({ name = '', nestedProperties }) => asked(name, nestedProperties))
}

interface Nested {
  readonly name: string
  readonly properties: readonly (string | Nested)[]
}
interface NestedProperty {
  readonly name?: string
  readonly nestedProperties?: readonly NestedProperty[] | undefined
}

function asked(name: string, nested: readonly NestedProperty[] | undefined): string | Nested {
  if (nested === undefined || nested.length === 0) return name
  return { name, properties: nested.map(each => asked(each.name ?? '', each.nestedProperties)) }
}

/** Refuses what would not come back as it was. */
export async function refuseWhatIsLost(client: WeaviateClient, place: StorePlace, found: Collection): Promise<void> {
  const { properties = [], multiTenancyConfig } = found.class
  const link = properties.find(({ dataType = [] }) => dataType.some(type => /^[A-Z]/.test(type)))
  if (link !== undefined) throw cannotCopy(place, `its property ${link.name} refers to rows of another collection`)
  if (!isSplit(found.class) || multiTenancyConfig?.autoTenantActivation === true) return
  const tenants = Object.values(await client.collections.use(place.collection).tenants.get())
  const asleep = tenants.find(({ activityStatus }) => activityStatus !== 'ACTIVE')
  if (asleep === undefined) return
  throw cannotCopy(place, `its tenant ${asleep.name} is ${asleep.activityStatus}, so its rows cannot be read`)
}

/** Refuses to find rows by a property whose values the server takes apart: it would find others as well. */
export function refuseWords({ properties = [] }: WeaviateClass, { collection, fields }: StorePlace): void {
  const key = properties.find(({ name }) => name === fields.id)
  const why =
    key === undefined
      ? 'there is no such property'
      : key.dataType?.[0] === 'text' && key.tokenization !== 'field'
        ? `it is found by its words (tokenization: ${key.tokenization}), not as a whole`
        : undefined
  if (why === undefined) return
  throw new DrillError('STORE_MISSING', `Rows of ${collection} cannot be called by ${fields.id}: ${why}.`, {
    hint: 'leave "data: { id }" out to call them by their UUIDs. Nothing was changed',
  })
}

function structureOf(found: WeaviateClass, aliases: readonly string[]): readonly string[] {
  const { class: _, properties = [], shardingConfig: __, ...others } = found
  return [
    ...properties.map(property => `property ${canonical(property as StoreValue)}`),
    ...Object.entries(others)
      .map(([key, value]) => `${key} ${canonical(value as StoreValue)}`)
      .sort(),
    ...aliases.map(alias => `alias ${alias}`),
  ]
}

function cannotCopy({ collection }: StorePlace, why: string): DrillError {
  return new DrillError('NOT_AVAILABLE', `${collection} cannot be copied and put back: ${why}.`, {
    hint: 'damage it with "kind: custom" and restore it from a backup of its own. Nothing was changed',
  })
}

/** Whether rows have a property of this name. */
export function hasProperty({ properties = [] }: WeaviateClass, name: string | undefined): name is string {
  return name !== undefined && properties.some(each => each.name === name)
}

/** Whether rows have vectors by name. */
export function hasNamed({ vectorConfig }: WeaviateClass): boolean {
  return Object.keys(vectorConfig ?? {}).length > 0
}

/** Why a collection cannot answer well yet. */
export function unreadyOf(
  shards: readonly { readonly name: string; readonly status: string; readonly vectorQueueSize: number }[],
) {
  const bad = shards.find(({ status }) => status === 'READONLY' || status === 'INDEXING')
  if (bad !== undefined) return `its shard ${bad.name} is ${bad.status}`
  const waiting = shards.reduce((sum, { vectorQueueSize }) => sum + vectorQueueSize, 0)
  return waiting === 0 ? undefined : `${waiting} vectors are not indexed yet`
}
