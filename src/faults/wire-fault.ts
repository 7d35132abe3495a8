import type { Fault } from '../model/fault.ts'
import type { Toxic } from '../model/undo.ts'
import type { ToxicFault } from '../model/wire-fault.ts'
import type { FaultDriver, Target } from './driver.ts'
import { type Look, proveOnWire } from './proof.ts'
import { proxyUndo, toxicName } from './proxy-undo.ts'

/** A fault that is a toxic on a route: what toxic it is, and how its damage is seen from outside. */
export interface WireKind<F extends Fault & ToxicFault> {
  toxic(fault: F): Pick<Toxic, 'type' | 'attributes'>
  /** Whether a connection that met the toxic is damaged by that alone, however little crossed it. */
  readonly touchIsDamage: boolean
  /** Sends one canary, which waits no longer than `patienceMs`. */
  look(fault: F, at: Target, patienceMs: number): Promise<Look>
}

/** The driver of a fault on the wire. With share and direction, undo and proof the kinds differ in nothing. */
export function wireFault<F extends Fault & ToxicFault>(kind: WireKind<F>): FaultDriver<F> {
  return {
    prepare: (fault, at) => proxyUndo(at, { toxics: toxicsOf(kind, fault, at).map(toxic => toxic.name) }),
    async inject(fault, at) {
      for (const toxic of toxicsOf(kind, fault, at)) {
        await at.network.addToxic(at.component.id, toxic, { ttlMs: at.leaseMs })
      }
    },
    effect(fault, at, signal) {
      const names = toxicsOf(kind, fault, at).map(toxic => toxic.name)
      const look = (patienceMs: number) => kind.look(fault, at, patienceMs)
      return proveOnWire(fault, at, signal, { toxics: names, touchIsDamage: kind.touchIsDamage, look })
    },
  }
}

function toxicsOf<F extends Fault & ToxicFault>(kind: WireKind<F>, fault: F, at: Target): readonly Toxic[] {
  const name = toxicName(at.drill, fault.id)
  const toxic = { ...kind.toxic(fault), toxicity: fault.shareRatio }
  if (fault.direction !== 'both') return [{ ...toxic, name, stream: fault.direction }]
  return (['upstream', 'downstream'] as const).map(stream => ({ ...toxic, name: `${name}-${stream}`, stream }))
}
