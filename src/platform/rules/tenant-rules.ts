import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted, suggestion } from '../../yaml/words.ts'
import { TENANTED } from '../tenancy.ts'

/** What must hold of tenants and of what is theirs, beyond the schema. */
export const tenantRules: readonly Rule[] = [tenantsExist, oneTenantOrSeveral, tenantsDiffer]

function tenantsExist(tree: Tree): readonly Problem[] {
  const known = keysAt(tree, ['tenants'])
  return eachTenanted(tree).flatMap(path => {
    const named = itemsAt(tree, [...path, 'tenants']).map((_, index): Path => [...path, 'tenants', index])
    const unknown = [[...path, 'tenant'], ...named].flatMap(place => {
      const name = textAt(tree, place)
      return name === undefined || known.includes(name) ? [] : [unknownTenant(tree, place, name, known)]
    })
    const nobody = valueAt(tree, [...path, 'tenants']) === 'all' && known.length === 0
    return nobody ? [...unknown, noTenants(tree, [...path, 'tenants'])] : unknown
  })
}

function unknownTenant(tree: Tree, path: Path, name: string, known: readonly string[]): Problem {
  return problemAtValue(tree, path, {
    code: 'UNKNOWN_NAME',
    what: `there is no tenant ${quoted(name)}`,
    why: 'what is done for a tenant needs what is theirs',
    now: known.length === 0 ? 'describe it under "tenants", which this file does not have' : suggestion(name, known),
  })
}

function noTenants(tree: Tree, path: Path): Problem {
  return problemAtValue(tree, path, {
    code: 'UNKNOWN_NAME',
    what: 'there are no tenants, so "all" is nobody',
    why: 'it would never be asked',
    now: 'describe them under "tenants", which this file does not have',
  })
}

function oneTenantOrSeveral(tree: Tree): readonly Problem[] {
  return eachTenanted(tree).flatMap(path => {
    const keys = keysAt(tree, path)
    if (!keys.includes('tenant') || !keys.includes('tenants')) return []
    return [
      problemAtKey(tree, [...path, 'tenants'], {
        code: 'CONTRADICTION',
        what: `${mappingOf(path, '')} has both "tenant" and "tenants"`,
        why: 'it is one tenant’s, or there is one for each of several',
        now: 'remove one of them',
      }),
    ]
  })
}

function tenantsDiffer(tree: Tree): readonly Problem[] {
  return eachTenanted(tree).flatMap(path => {
    const names = itemsAt(tree, [...path, 'tenants'])
    return names.flatMap((name, index) =>
      names.indexOf(name) === index
        ? []
        : [
            problemAtValue(tree, [...path, 'tenants', index], {
              code: 'DUPLICATE_NAME',
              what: `${quoted(String(name))} stands here twice`,
              why: 'there is one for each tenant',
              now: 'remove one of them',
            }),
          ],
    )
  })
}

function eachTenanted(tree: Tree): readonly Path[] {
  return TENANTED.flatMap(group => keysAt(tree, [group]).map(id => [group, id]))
}
