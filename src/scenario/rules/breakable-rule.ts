import { FAULT_KINDS, type FaultKind, isOneOf } from '../../model/fault.ts'
import type { Problem } from '../../model/problem.ts'
import { PROVIDER_FAULT_KINDS } from '../../model/provider-fault.ts'
import { STORE_FAULT_KINDS } from '../../model/store-fault.ts'
import { WIRE_FAULT_KINDS } from '../../model/wire-fault.ts'
import type { Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'
import { type Lack, machineLack } from './machine-lack.ts'
import { storeLack, type WrittenFault } from './store-lack.ts'

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

function lackOf(kind: FaultKind, component: string, written: WrittenFault): Lack | undefined {
  const { platform } = written
  if (isOneOf({ kind }, WIRE_FAULT_KINDS)) return routeLack(component, platform)
  if (isOneOf({ kind }, PROVIDER_FAULT_KINDS)) return mockLack(component, platform)
  const ofData = STORE_FAULT_KINDS.find(known => known === kind)
  return ofData === undefined ? machineLack(kind, component, platform) : storeLack(ofData, component, written)
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
