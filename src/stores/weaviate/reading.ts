import { DrillError } from '../../model/error.ts'
import type { StoreRow } from '../store.ts'
import { byTenant, type Opened, tenantsOf } from './collection.ts'
import { documentOf, type Found, rowOf } from './objects.ts'
import { type Collection, hasProperty, propertiesOf } from './schema.ts'

/** All rows, some at a time, tenant by tenant. */
export async function* allRows(of: Opened, batch: number, vectors: boolean): AsyncGenerator<readonly StoreRow[]> {
  const { place } = of
  const about = await of.made()
  const { id, tenant: tenantField, written } = place.fields
  const names = [id, tenantField, written].filter(each => hasProperty(about.class, each))
  const returnProperties = (vectors ? propertiesOf(about.class) : names) as string[]
  for (const tenant of tenantsOf(about)) {
    let after: string | undefined
    for (;;) {
      const from = after === undefined ? {} : { after }
      const asked = { limit: batch, includeVector: vectors, returnProperties, ...from }
      const { objects } = await readable(of.within(tenant).query.fetchObjects(asked))
      if (objects.length > 0) yield objects.map(each => rowOf(place, tenant, each as Found))
      after = objects.at(-1)?.uuid
      if (objects.length < batch) break
    }
  }
}

/** Those of some rows that there are. */
export async function rowsOf(of: Opened, ids: readonly string[]): Promise<readonly StoreRow[]> {
  const about = await of.made()
  const found: StoreRow[] = []
  for (const [tenant, own] of byTenant(about, ids)) {
    for (const each of await objectsOf(of, about, tenant, own, true)) found.push(rowOf(of.place, tenant, each))
  }
  return found
}

/** The UUIDs of the objects that rows of one tenant are, by what the rows are called there. */
export async function uuidsOf(of: Opened, about: Collection, tenant: string | undefined, own: readonly string[]) {
  if (!of.byProperty) return new Map(own.map(id => [id, id]))
  const there = await objectsOf(of, about, tenant, own, false)
  return new Map(there.map(each => [String(documentOf(each.properties)[of.place.fields.id]), each.uuid]))
}

async function objectsOf(
  { within, byProperty, place }: Opened,
  about: Collection,
  tenant: string | undefined,
  ids: readonly string[],
  all: boolean,
): Promise<readonly Found[]> {
  const known = byProperty ? ids : ids.filter(isUuid)
  if (known.length === 0 || (tenant !== undefined && !about.tenants.includes(tenant))) return []
  const collection = within(tenant)
  const key = byProperty ? collection.filter.byProperty(place.fields.id) : collection.filter.byId()
  const returnProperties = (all ? propertiesOf(about.class) : byProperty ? [place.fields.id] : []) as string[]
  const filters = key.containsAny([...known])
  const asked = { filters, limit: known.length, includeVector: all, returnProperties }
  return (await readable(collection.query.fetchObjects(asked))).objects.map(each => each as Found)
}

/** What the server answers, unless a tenant is asleep. */
export async function readable<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    const why = error instanceof Error ? /tenant not active: '[^']*'/.exec(error.message)?.[0] : undefined
    if (why === undefined) throw error
    throw new DrillError('NOT_AVAILABLE', `Not all rows can be read: ${why}.`, {
      hint: 'activate the tenant: what cannot be read cannot be put back. Nothing was changed',
      cause: error,
    })
  })
}

export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id)
}
