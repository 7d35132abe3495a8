import { FAULT_KINDS, type FaultKind, isOneOf } from '../../model/fault.ts'
import type { Problem } from '../../model/problem.ts'
import { PROVIDER_FAULT_KINDS } from '../../model/provider-fault.ts'
import { STORE_FAULT_KINDS } from '../../model/store-fault.ts'
import { WIRE_FAULT_KINDS } from '../../model/wire-fault.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'
import { type Lack, machineLack } from './machine-lack.ts'

/** Whether the platform says what each fault needs to know of its component. */
export function componentsCanBeBroken(scenario: Tree, platform: Tree): readonly Problem[] {
  const components = keysAt(platform, ['components'])
  return itemsAt(scenario, ['faults']).flatMap((_, index) => {
    const path = ['faults', index]
    const component = textAt(scenario, [...path, 'break'])
    const kind = FAULT_KINDS.find(known => known === textAt(scenario, [...path, 'kind']))
    if (component === undefined || kind === undefined || !components.includes(component)) return []
    const lack = lackOf(kind, component, { scenario, path, platform })
    if (lack === undefined) return []
    const { what, why, now } = lack
    const said = `${quoted(component)} cannot be broken with ${quoted(kind)}${what === undefined ? '' : `: ${what}`}`
    return [problemAtValue(scenario, [...path, 'break'], { code: 'CANNOT_BREAK', what: said, why, now })]
  })
}

interface Written {
  readonly scenario: Tree
  /** Where the fault stands in it. */
  readonly path: Path
  readonly platform: Tree
}

function lackOf(kind: FaultKind, component: string, written: Written): Lack | undefined {
  const { platform } = written
  if (isOneOf({ kind }, WIRE_FAULT_KINDS)) return routeLack(component, platform)
  if (isOneOf({ kind }, PROVIDER_FAULT_KINDS)) return mockLack(component, platform)
  if (isOneOf({ kind }, STORE_FAULT_KINDS)) return storeLack(component, written)
  return machineLack(kind, component, platform)
}

function routeLack(component: string, platform: Tree): Lack | undefined {
  if (valueAt(platform, ['components', component, 'route']) !== undefined) return undefined
  return {
    what: 'it has no route',
    why: 'a network fault needs a proxy in front of the component',
    now: `give ${quoted(component)} a "route" in the platform file, or break a component that has one`,
  }
}

function mockLack(component: string, platform: Tree): Lack | undefined {
  if (textAt(platform, ['components', component, 'route', 'upstream']) === 'mock') return undefined
  return {
    what: 'its upstream is no mock',
    why: 'only a mock provider says what it is told to say',
    now: `${mockAdvice(platform, component)}, or use a network fault such as "refuse"`,
  }
}

function mockAdvice(platform: Tree, component: string): string {
  const canBeMocked = textAt(platform, ['components', component, 'kind']) === 'model-provider'
  return canBeMocked ? 'write "upstream: mock" in its route' : 'break a model provider whose upstream is a mock'
}

function storeLack(component: string, written: Written): Lack | undefined {
  const missing = missingForStore(component, written)
  if (missing === undefined) return undefined
  const part = missing.split('.')[1]
  return {
    what: `its ${quoted(missing)} is not said`,
    why: 'damage to data needs to know where the data is and what its parts are called',
    now: `give ${quoted(component)} a ${part === undefined ? quoted(missing) : `${quoted(part)} under "data"`} in the platform file`,
  }
}

/** What a fault of data needs of its component and does not find there. */
function missingForStore(component: string, { scenario, path, platform }: Written): string | undefined {
  const has = (...keys: readonly string[]) => valueAt(platform, ['components', component, ...keys]) !== undefined
  const said = (key: string) => valueAt(scenario, [...path, key])
  const needed = ['driver', 'connect'].filter(key => !has(key))
  const ofVectors = ['shuffle', 'zero', 'model', 'dimension'].some(how => how === said('how'))
  if (said('tenant') !== undefined && !has('data', 'tenant')) needed.push('data.tenant')
  if (ofVectors && !has('data', 'vector')) needed.push('data.vector')
  if ((said('olderThan') ?? said('back')) !== undefined && !has('data', 'written')) needed.push('data.written')
  return needed[0]
}
