import type { Problem } from '../../model/problem.ts'
import { tenantsOf } from '../../platform/tenancy.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { isMapping, itemsAt, keysAt, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'

const LOADS = ['load.tenant', 'credential.leak']

/** Where the faults of a scenario name journeys that are asked with somebody else's key. */
export function loadJourneys(scenario: Tree): readonly Path[] {
  return loads(scenario).flatMap(path => [
    [...path, 'journey'],
    ...itemsAt(scenario, [...path, 'asks']).map((_, index): Path => [...path, 'asks', index, 'journey']),
  ])
}

/** Where they name tenants. */
export function loadTenants(scenario: Tree): readonly Path[] {
  return loads(scenario).map(path => [...path, 'tenant'])
}

/** A request can only be asked with another key if it carries one. */
export function loadsCarryAKey(scenario: Tree, platform: Tree): readonly Problem[] {
  const keys = keysAt(platform, ['tenants']).flatMap(id => textAt(platform, ['tenants', id, 'key']) ?? [])
  return loadJourneys(scenario).flatMap(path => {
    const journey = textAt(scenario, path)
    if (journey === undefined || keys.length === 0 || !keysAt(platform, ['journeys']).includes(journey)) return []
    const said = JSON.stringify(valueAt(platform, ['journeys', journey]) ?? '')
    const theirs = tenantsOf(platform, 'journeys', journey).length > 0 && said.includes(`\${tenant.key}`)
    if (theirs || keys.some(key => said.includes(key))) return []
    return [
      problemAtValue(scenario, path, {
        code: 'CANNOT_BREAK',
        what: `the journey ${quoted(journey)} carries no tenant’s key`,
        why: 'a tenant’s load is its requests with that tenant’s key in the place of the one they carry',
        now: `write the key of a tenant into its request, or give it "tenants: all" and \${tenant.key}`,
      }),
    ]
  })
}

function loads(scenario: Tree): readonly Path[] {
  return itemsAt(scenario, ['faults']).flatMap((fault, index) =>
    isMapping(fault) && LOADS.includes(String(fault.kind)) ? [['faults', index]] : [],
  )
}
