import type { FaultKind } from '../../model/fault.ts'
import type { Problem } from '../../model/problem.ts'
import { PROVIDER_FAULT_KINDS } from '../../model/provider-fault.ts'
import { STORE_FAULT_KINDS } from '../../model/store-fault.ts'
import { WIRE_FAULT_KINDS } from '../../model/wire-fault.ts'
import { tenantsOf } from '../../platform/tenancy.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted, suggestion } from '../../yaml/words.ts'
import { capturesAreThere } from './capture-rule.ts'
import { judgesStandOutside } from './judge-rule.ts'
import { loadJourneys, loadsCarryAKey, loadTenants } from './load-name-rules.ts'
import { guardNameProblems, machineProblems, regionOverlaps } from './machine-name-rules.ts'

/** A scenario's names held against its platform. Both may be wrong elsewhere: what can be compared is compared. */
export function nameProblems(scenario: Tree, platform: Tree): readonly Problem[] {
  return [
    ...componentsExist(scenario, platform),
    ...networkFaultsHaveARoute(scenario, platform),
    ...providerFaultsHaveAMock(scenario, platform),
    ...storeFaultsHaveAStore(scenario, platform),
    ...journeysExist(scenario, platform),
    ...tenantsExist(scenario, platform),
    ...loadsCarryAKey(scenario, platform),
    ...signalsExist(scenario, platform),
    ...smokeExists(scenario, platform),
    ...integrityIsOfStores(scenario, platform),
    ...goldenSetsExist(scenario, platform),
    ...judgesStandOutside(scenario, platform),
    ...optionsExist(scenario, platform),
    ...targetsExist(scenario, platform),
    ...checksExist(scenario, platform),
    ...optionsExist(scenario, platform),
    ...machineProblems(scenario, platform),
    ...regionOverlaps(scenario, platform),
    ...guardNameProblems(scenario, platform),
    ...capturesAreThere(scenario, platform),
  ]
}

function componentsExist(scenario: Tree, platform: Tree): readonly Problem[] {
  return unknownNames(
    scenario,
    itemsAt(scenario, ['faults']).map((_, index) => ['faults', index, 'break']),
    { one: 'component', known: keysAt(platform, ['components']) },
  )
}

function networkFaultsHaveARoute(scenario: Tree, platform: Tree): readonly Problem[] {
  return faultsOf(scenario, WIRE_FAULT_KINDS).flatMap(({ path, component, kind }) => {
    const isThere = keysAt(platform, ['components']).includes(component)
    if (!isThere || valueAt(platform, ['components', component, 'route']) !== undefined) return []
    return [
      problemAtValue(scenario, path, {
        code: 'CANNOT_BREAK',
        what: `${quoted(component)} cannot be broken with ${quoted(kind)}: it has no route`,
        why: 'a network fault needs a proxy in front of the component',
        now: `give ${quoted(component)} a "route" in the platform file, or break a component that has one`,
      }),
    ]
  })
}

function providerFaultsHaveAMock(scenario: Tree, platform: Tree): readonly Problem[] {
  return faultsOf(scenario, PROVIDER_FAULT_KINDS).flatMap(({ path, component, kind }) => {
    const isThere = keysAt(platform, ['components']).includes(component)
    if (!isThere || textAt(platform, ['components', component, 'route', 'upstream']) === 'mock') return []
    return [
      problemAtValue(scenario, path, {
        code: 'CANNOT_BREAK',
        what: `${quoted(component)} cannot be broken with ${quoted(kind)}: its upstream is no mock`,
        why: 'only a mock provider says what it is told to say',
        now: `${mockAdvice(platform, component)}, or use a network fault such as "refuse"`,
      }),
    ]
  })
}

function storeFaultsHaveAStore(scenario: Tree, platform: Tree): readonly Problem[] {
  return faultsOf(scenario, STORE_FAULT_KINDS).flatMap(({ path, component, kind }) => {
    if (!keysAt(platform, ['components']).includes(component)) return []
    const missing = missingForStore(scenario, platform, path.slice(0, -1), component)
    if (missing === undefined) return []
    return [
      problemAtValue(scenario, path, {
        code: 'CANNOT_BREAK',
        what: `${quoted(component)} cannot be broken with ${quoted(kind)}: its ${quoted(missing)} is not said`,
        why: 'damage to data needs to know where the data is and what its parts are called',
        now: `give ${quoted(component)} ${missing.includes('.') ? `a ${quoted(missing.split('.')[1] ?? '')} under "data"` : `a ${quoted(missing)}`} in the platform file`,
      }),
    ]
  })
}

/** What a fault of data needs of its component and does not find there. */
function missingForStore(scenario: Tree, platform: Tree, fault: Path, component: string): string | undefined {
  const has = (...path: readonly string[]) => valueAt(platform, ['components', component, ...path]) !== undefined
  const said = (key: string) => valueAt(scenario, [...fault, key])
  const needed = ['driver', 'connect'].filter(key => !has(key))
  const ofVectors = ['shuffle', 'zero', 'model', 'dimension'].some(how => how === said('how'))
  if (said('tenant') !== undefined && !has('data', 'tenant')) needed.push('data.tenant')
  if (ofVectors && !has('data', 'vector')) needed.push('data.vector')
  if ((said('olderThan') ?? said('back')) !== undefined && !has('data', 'written')) needed.push('data.written')
  return needed[0]
}

function mockAdvice(platform: Tree, component: string): string {
  const canBeMocked = textAt(platform, ['components', component, 'kind']) === 'model-provider'
  return canBeMocked ? 'write "upstream: mock" in its route' : 'break a model provider whose upstream is a mock'
}

function journeysExist(scenario: Tree, platform: Tree): readonly Problem[] {
  const places: readonly Path[] = [
    ...itemsAt(scenario, ['faults']).map((_, index) => ['faults', index, 'of']),
    ...itemsAt(scenario, ['guards']).map((_, index) => ['guards', index, 'journey']),
    ...loadJourneys(scenario),
  ]
  return unknownNames(scenario, places, { one: 'journey', known: tenantedNames(platform, 'journeys') })
}

function tenantsExist(scenario: Tree, platform: Tree): readonly Problem[] {
  return unknownNames(scenario, loadTenants(scenario), { one: 'tenant', known: keysAt(platform, ['tenants']) })
}

function signalsExist(scenario: Tree, platform: Tree): readonly Problem[] {
  const places: readonly Path[] = [
    ...itemsAt(scenario, ['expect', 'signals']).map((_, index) => ['expect', 'signals', index]),
    ...itemsAt(scenario, ['guards']).map((_, index) => ['guards', index, 'signal']),
  ]
  return unknownNames(scenario, places, { one: 'signal', known: keysAt(platform, ['signals']) })
}

function smokeExists(scenario: Tree, platform: Tree): readonly Problem[] {
  const places = itemsAt(scenario, ['gates', 'smoke']).map((_, index) => ['gates', 'smoke', index])
  const known = [
    ...tenantedNames(platform, 'checks'),
    ...tenantedNames(platform, 'journeys'),
    ...keysAt(platform, ['specs']),
  ]
  return unknownNames(scenario, places, { one: 'check or journey', known })
}

function goldenSetsExist(scenario: Tree, platform: Tree): readonly Problem[] {
  const places = [
    ['gates', 'golden', 'set'],
    ['gates', 'golden', 'during', 'set'],
  ]
  return unknownNames(scenario, places, { one: 'golden set', known: keysAt(platform, ['golden']) })
}

function integrityIsOfStores(scenario: Tree, platform: Tree): readonly Problem[] {
  const places = itemsAt(scenario, ['gates', 'integrity']).map((_, index) => ['gates', 'integrity', index])
  const known = keysAt(platform, ['components']).filter(id => isStore(platform, id))
  return unknownNames(scenario, places, { one: 'store', known })
}

/** Only of a store with a driver and a way to reach it can anybody say what it holds. */
function isStore(platform: Tree, id: string): boolean {
  return ['driver', 'connect'].every(key => valueAt(platform, ['components', id, key]) !== undefined)
}

function checksExist(scenario: Tree, platform: Tree): readonly Problem[] {
  const places = itemsAt(scenario, ['guards']).map((_, index) => ['guards', index, 'check'])
  return unknownNames(scenario, places, { one: 'check', known: keysAt(platform, ['checks']) })
}

function optionsExist(scenario: Tree, platform: Tree): readonly Problem[] {
  const known = keysAt(platform, ['options'])
  return keysAt(scenario, ['options'])
    .filter(name => !known.includes(name))
    .map(name => problemAtKey(scenario, ['options', name], unknown(name, { one: 'option', known })))
}

/** Whatever something is claimed of has to be there, as a whole or as one tenant's. */
function targetsExist(scenario: Tree, platform: Tree): readonly Problem[] {
  return TARGET_GROUPS.flatMap(([group, one]) => {
    const known =
      group === 'journeys' || group === 'ledgers' ? tenantedNames(platform, group) : keysAt(platform, [group])
    return keysAt(scenario, ['targets', group])
      .filter(name => !known.includes(name))
      .map(name => problemAtKey(scenario, ['targets', group, name], unknown(name, { one, known })))
  })
}

const TARGET_GROUPS = [
  ['journeys', 'journey'],
  ['components', 'component'],
  ['tenants', 'tenant'],
  ['ledgers', 'ledger'],
] as const

/** The names of a mapping, and those of every tenant's own: `ask` and `ask@acme`. */
function tenantedNames(platform: Tree, group: string): readonly string[] {
  return keysAt(platform, [group]).flatMap(name => [
    name,
    ...(valueAt(platform, [group, name, 'tenants']) === undefined
      ? []
      : tenantsOf(platform, group, name).map(tenant => `${name}@${tenant}`)),
  ])
}

interface Names {
  readonly one: string
  readonly known: readonly string[]
}

function unknownNames(scenario: Tree, places: readonly Path[], names: Names): readonly Problem[] {
  return places.flatMap(path => {
    const name = textAt(scenario, path)
    return name === undefined || names.known.includes(name)
      ? []
      : [problemAtValue(scenario, path, unknown(name, names))]
  })
}

function unknown(name: string, { one, known }: Names) {
  return {
    code: 'UNKNOWN_NAME' as const,
    what: `the platform has no ${one} ${quoted(name)}`,
    why: 'a scenario can only use what its platform file describes',
    now: known.length === 0 ? `describe it in the platform file, which has none so far` : suggestion(name, known),
  }
}

function faultsOf(scenario: Tree, kinds: readonly FaultKind[]) {
  return itemsAt(scenario, ['faults']).flatMap((_, index) => {
    const component = textAt(scenario, ['faults', index, 'break'])
    const kind = kinds.find(one => one === textAt(scenario, ['faults', index, 'kind']))
    return component === undefined || kind === undefined ? [] : [{ path: ['faults', index, 'break'], component, kind }]
  })
}
