import type { Problem } from '../../model/problem.ts'
import { tenantsOf } from '../../platform/tenancy.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted, suggestion } from '../../yaml/words.ts'
import { componentsCanBeBroken } from './breakable-rule.ts'
import { capturesAreThere } from './capture-rule.ts'
import { judgesStandOutside } from './judge-rule.ts'
import { loadJourneys, loadsCarryAKey, loadTenants } from './load-name-rules.ts'
import { regionOverlaps } from './region-overlap-rule.ts'

/** A scenario's names held against its platform. Both may be wrong elsewhere: what can be compared is compared. */
export function nameProblems(scenario: Tree, platform: Tree): readonly Problem[] {
  return [
    ...NAMES.flatMap(({ one, at, known }) => unknownNames(scenario, at(scenario), { one, known: known(platform) })),
    ...optionsExist(scenario, platform),
    ...targetsExist(scenario, platform),
    ...customExists(scenario, platform),
    ...prometheusExists(scenario, platform),
    ...componentsCanBeBroken(scenario, platform),
    ...loadsCarryAKey(scenario, platform),
    ...judgesStandOutside(scenario, platform),
    ...regionOverlaps(scenario, platform),
    ...capturesAreThere(scenario, platform),
  ]
}

/** What a scenario names, where it does, and which names its platform has. */
const NAMES: readonly {
  readonly one: string
  at(scenario: Tree): readonly Path[]
  known(platform: Tree): readonly string[]
}[] = [
  {
    one: 'component',
    at: scenario => each(scenario, ['faults'], 'break'),
    known: platform => keysAt(platform, ['components']),
  },
  {
    one: 'journey',
    at: scenario => [
      ...each(scenario, ['faults'], 'of'),
      ...each(scenario, ['guards'], 'journey'),
      ...loadJourneys(scenario),
    ],
    known: platform => tenantedNames(platform, 'journeys'),
  },
  { one: 'tenant', at: loadTenants, known: platform => keysAt(platform, ['tenants']) },
  {
    one: 'signal',
    at: scenario => [...each(scenario, ['expect', 'signals']), ...each(scenario, ['guards'], 'signal')],
    known: platform => keysAt(platform, ['signals']),
  },
  {
    one: 'check or journey',
    at: scenario => each(scenario, ['gates', 'smoke']),
    known: platform => [
      ...tenantedNames(platform, 'checks'),
      ...tenantedNames(platform, 'journeys'),
      ...keysAt(platform, ['specs']),
    ],
  },
  {
    one: 'store',
    at: scenario => each(scenario, ['gates', 'integrity']),
    known: platform => keysAt(platform, ['components']).filter(id => isStore(platform, id)),
  },
  {
    one: 'golden set',
    at: () => [
      ['gates', 'golden', 'set'],
      ['gates', 'golden', 'during', 'set'],
    ],
    known: platform => keysAt(platform, ['golden']),
  },
  {
    one: 'check',
    at: scenario => each(scenario, ['guards'], 'check'),
    known: platform => keysAt(platform, ['checks']),
  },
]

/** Every item of a list, or one key of every item. */
function each(tree: Tree, list: Path, ...key: readonly string[]): readonly Path[] {
  return itemsAt(tree, list).map((_, index) => [...list, index, ...key])
}

/** Only of a store with a driver and a way to reach it can anybody say what it holds. */
function isStore(platform: Tree, id: string): boolean {
  return ['driver', 'connect'].every(key => valueAt(platform, ['components', id, key]) !== undefined)
}

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

function customExists(scenario: Tree, platform: Tree): readonly Problem[] {
  const known = keysAt(platform, ['custom'])
  return each(scenario, ['faults'], 'fault').flatMap(path => {
    const name = textAt(scenario, path)
    if (name === undefined || known.includes(name)) return []
    return problemAtValue(scenario, path, {
      code: 'UNKNOWN_NAME',
      what: `the platform describes no custom fault ${quoted(name)}`,
      why: 'what it does and what puts it back stand under "custom" in the platform file',
      now: known.length === 0 ? 'describe it there' : suggestion(name, known),
    })
  })
}

function prometheusExists(scenario: Tree, platform: Tree): readonly Problem[] {
  return each(scenario, ['guards'], 'prometheus').flatMap(path => {
    if (textAt(scenario, path) === undefined) return []
    if (valueAt(platform, ['prometheus']) !== undefined) return []
    return [
      problemAtKey(scenario, path, {
        code: 'UNKNOWN_NAME',
        what: 'the platform names no Prometheus',
        why: 'a query must be asked of somebody',
        now: 'add "prometheus:" and its address to the platform file',
      }),
    ]
  })
}
