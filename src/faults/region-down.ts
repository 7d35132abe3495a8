import type { Component } from '../model/component.ts'
import type { Effect, Fault } from '../model/fault.ts'
import type { Undo } from '../model/undo.ts'
import { containerPause } from './container-fault.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { hang } from './hang.ts'
import { processFreeze } from './process-freeze.ts'
import { refuse } from './refuse.ts'

/** Everything that lies in a region is gone at once: one fault, one undo, one proof. */
export const regionDown: FaultDriver<FaultOf<'region.down'>> = {
  async prepare(fault, at) {
    const undos = await Promise.all(lossesIn(fault, at).map(loss => loss.prepare()))
    return { kind: 'all', undos }
  },
  async inject(fault, at, signal, undo) {
    await Promise.all(lossesIn(fault, at).map((loss, index) => loss.inject(signal, part(undo, index))))
  },
  async effect(fault, at, signal, undo) {
    const losses = lossesIn(fault, at)
    const effects = await Promise.all(losses.map((loss, index) => loss.effect(signal, part(undo, index))))
    const worst = WORST_FIRST.find(state => effects.some(effect => effect.state === state)) ?? 'unknown'
    const seen = losses.map(({ component }, index) => `${component}: ${effects[index]?.seen}`).join('; ')
    return { state: worst, seen }
  },
}

const WORST_FIRST = ['not-bitten', 'unknown', 'bitten'] as const

/** What one component of the region loses. */
interface Loss {
  readonly component: string
  prepare(): Promise<Undo>
  inject(signal: AbortSignal, undo: Undo): Promise<void>
  effect(signal: AbortSignal, undo: Undo): Promise<Effect>
}

function lossesIn(fault: FaultOf<'region.down'>, at: Target): readonly Loss[] {
  return at.platform.components
    .filter(component => component.region === fault.component)
    .map(component => lossOf(component, fault, { ...at, component }))
}

/** Its network where it has one of its own; else it falls silent with its container or its process. */
function lossOf(component: Component, { how, ...region }: FaultOf<'region.down'>, at: Target): Loss {
  const frame = { ...region, id: `${region.id}-${component.id}`, component: component.id }
  if (component.route !== undefined) {
    if (how === 'refuse') return loss(refuse, { ...frame, kind: 'refuse' }, at)
    return loss(hang, { ...frame, kind: 'hang', direction: 'both', shareRatio: 1 }, at)
  }
  if (component.container !== undefined) return loss(containerPause, { ...frame, kind: 'container.pause' }, at)
  return loss(processFreeze, { ...frame, kind: 'process.freeze' }, at)
}

function loss<F extends Fault>(driver: FaultDriver<F>, fault: F, at: Target): Loss {
  return {
    component: fault.component,
    prepare: () => driver.prepare(fault, at),
    inject: (signal, undo) => driver.inject(fault, at, signal, undo),
    effect: (signal, undo) => driver.effect(fault, at, signal, undo),
  }
}

function part(undo: Undo, index: number): Undo {
  const found = undo.kind === 'all' ? undo.undos[index] : undefined
  if (found === undefined) throw new Error(`the undo of a region has no part ${index}`)
  return found
}
