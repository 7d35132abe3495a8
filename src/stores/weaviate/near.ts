import { type Opened, tenantsOf } from './collection.ts'
import { DEFAULT, type Found, rowOf } from './objects.ts'
import { readable } from './reading.ts'
import { hasNamed, isSplit } from './schema.ts'

/** The rows nearest to a vector, nearest first: of one tenant, or of all that there are. */
export async function nearest(
  of: Opened,
  vector: readonly number[],
  most: number,
  tenant: string | undefined,
): Promise<readonly string[]> {
  const { place, byProperty } = of
  const { id, tenant: tenantField, vector: vectorField } = place.fields
  const about = await of.made()
  const split = isSplit(about.class)
  const isOwn = !split && tenant !== undefined && tenantField !== undefined
  const isNamed = vectorField !== undefined && vectorField !== DEFAULT && hasNamed(about.class)
  const ask = async (where: string | undefined) => {
    const collection = of.within(where)
    const { objects } = await readable(
      collection.query.nearVector([...vector], {
        limit: most,
        returnProperties: byProperty ? [id] : [],
        returnMetadata: ['distance'],
        ...(isOwn ? { filters: collection.filter.byProperty(tenantField).equal(tenant) } : {}),
        ...(isNamed ? { targetVector: vectorField } : {}),
      } as object),
    )
    return objects.map(each => ({ far: each.metadata?.distance ?? 0, id: rowOf(place, where, each as Found).id }))
  }
  const found = (await Promise.all((split && tenant !== undefined ? [tenant] : tenantsOf(about)).map(ask))).flat()
  return found
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(each => each.id)
}
