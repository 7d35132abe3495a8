import type { Collection as Objects, WeaviateClient } from 'weaviate-client'
import type { StorePlace } from '../../model/store.ts'
import { missing } from '../missing.ts'
import { type Collection, isSplit, readCollection, refuseWords } from './schema.ts'

/** A collection as it is just now, and its parts where the server keeps tenants apart. */
export interface Opened {
  readonly place: StorePlace
  /** Whether rows are called by a property of theirs. */
  readonly byProperty: boolean
  /** All of it, or nothing if there is none of this name. */
  find(): Promise<Collection | undefined>
  /** The same, where there must be one. */
  made(): Promise<Collection>
  /** What is asked about one tenant, or about all rows. */
  within(tenant: string | undefined): Objects<undefined, string, undefined>
  /** Makes the tenants that are not there. */
  makeTenants(wanted: readonly string[]): Promise<void>
}

export function openCollection(client: WeaviateClient, place: StorePlace): Opened {
  const whole = client.collections.use(place.collection)
  const byProperty = place.fields.id !== 'id'
  const find = () => readCollection(client, place.collection)
  const made = async (): Promise<Collection> => {
    const found = await find()
    if (found === undefined) throw missing(place)
    if (byProperty) refuseWords(found.class, place)
    return found
  }
  return {
    place,
    byProperty,
    find,
    made,
    within: tenant => (tenant === undefined ? whole : whole.withTenant(tenant)),
    async makeTenants(wanted) {
      const there = (await made()).tenants
      const lost = [...new Set(wanted)].filter(tenant => !there.includes(tenant))
      if (lost.length > 0) await whole.tenants.create(lost.map(tenant => ({ name: tenant })))
    },
  }
}

/** The tenants of a collection, each to be asked by itself; one that stands for all where the server has them in one. */
export function tenantsOf({ class: about, tenants }: Collection): readonly (string | undefined)[] {
  return isSplit(about) ? tenants : [undefined]
}

/** What a row is called within its tenant, and whose it is. */
export function partsOf({ class: about }: Collection, id: string) {
  if (!isSplit(about)) return { tenant: undefined, own: id }
  const slash = id.indexOf('/')
  return { tenant: id.slice(0, Math.max(0, slash)), own: id.slice(slash + 1) }
}

/** Rows by their tenant, each by what it is called there. */
export function byTenant(about: Collection, ids: readonly string[]) {
  const parts = ids.map(id => partsOf(about, id))
  return [...Map.groupBy(parts, ({ tenant }) => tenant)].map(
    ([tenant, group]) => [tenant, group.map(({ own }) => own)] as const,
  )
}
