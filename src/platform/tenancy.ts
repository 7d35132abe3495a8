import type { Tree } from '../yaml/tree.ts'
import { itemsAt, keysAt, textAt, valueAt } from '../yaml/tree.ts'

/** What of a platform file can be some tenant's. */
export const TENANTED = ['journeys', 'checks', 'ledgers', 'outlets'] as const

/** Whose one journey, check or ledger is: the names as written, whether or not there are such tenants. */
export function tenantsOf(tree: Tree, group: string, id: string): readonly string[] {
  const one = textAt(tree, [group, id, 'tenant'])
  const many = valueAt(tree, [group, id, 'tenants'])
  if (many === 'all') return keysAt(tree, ['tenants'])
  const listed = itemsAt(tree, [group, id, 'tenants']).filter(name => typeof name === 'string')
  return one === undefined ? listed : [one, ...listed]
}

/** One of the things that a file describes once for several tenants. */
export interface Tenanted<Written> {
  /** `ask`, or `ask@acme` where there are several. */
  readonly id: string
  readonly name: string
  readonly tenant: string | undefined
  readonly written: Written
}

interface Tenancy {
  readonly tenant?: string | undefined
  readonly tenants?: 'all' | readonly string[] | undefined
}

/** Each thing of a mapping, once for every tenant whose it is, filled in with what is theirs. */
export function forEachTenant<Written extends Tenancy>(
  plain: Readonly<Record<string, Written>>,
  filledFor: (tenant: string) => Readonly<Record<string, Written>>,
  all: readonly string[],
): readonly Tenanted<Written>[] {
  return Object.entries(plain).flatMap(([name, written]): readonly Tenanted<Written>[] => {
    const theirs = (tenant: string): Written => filledFor(tenant)[name] ?? written
    const { tenant, tenants } = written
    if (tenant !== undefined) return [{ id: name, name, tenant, written: theirs(tenant) }]
    if (tenants === undefined) return [{ id: name, name, tenant: undefined, written }]
    const several = tenants === 'all' ? all : tenants
    return several.map(each => ({ id: `${name}@${each}`, name, tenant: each, written: theirs(each) }))
  })
}
