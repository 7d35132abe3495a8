import { BATCH } from '../by-reading.ts'
import type { StoreRow } from '../store.ts'
import { uuidOf } from '../uuid-of.ts'
import { byTenant, type Opened, partsOf } from './collection.ts'
import { objectOf } from './objects.ts'
import { isUuid, uuidsOf } from './reading.ts'
import { isSplit } from './schema.ts'

/** Writes rows, each under the UUID it has or one that belongs to its name, in tenants that are made where they are missing. */
export async function putRows(of: Opened, rows: readonly StoreRow[]): Promise<void> {
  const before = await of.made()
  const split = isSplit(before.class)
  if (split) await of.makeTenants(rows.map(({ id }) => partsOf(before, id).tenant ?? ''))
  const about = split ? await of.made() : before
  for (const [tenant, group] of Map.groupBy(rows, ({ id }) => partsOf(about, id).tenant)) {
    const named = group.map(row => ({ row, own: partsOf(about, row.id).own }))
    const ids = await uuidsOf(
      of,
      about,
      tenant,
      named.map(({ own }) => own),
    )
    const objects = named.map(({ row, own }) => ({
      id: ids.get(own) ?? uuidOf(row.id),
      ...objectOf(row, own, of.place, split),
    }))
    for (let i = 0; i < objects.length; i += BATCH) {
      const { hasErrors, errors } = await of.within(tenant).data.insertMany(objects.slice(i, i + BATCH) as [])
      if (hasErrors) throw new Error(`Weaviate did not take a row: ${Object.values(errors)[0]?.message}`)
    }
  }
}

export async function removeRows(of: Opened, ids: readonly string[]): Promise<void> {
  const about = await of.made()
  for (const [tenant, own] of byTenant(about, ids)) {
    const found = [...(await uuidsOf(of, about, tenant, own)).values()].filter(isUuid)
    const collection = of.within(tenant)
    if (found.length > 0) await collection.data.deleteMany(collection.filter.byId().containsAny(found))
  }
}
