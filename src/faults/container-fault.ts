import { DrillError } from '../model/error.ts'
import type { Fault } from '../model/fault.ts'
import { withoutStop } from '../model/sentence.ts'
import type { ContainerState, Undo } from '../model/undo.ts'
import type { Containers } from '../model/world/containers.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'

/** A fault that is done to the one container a component is. */
export interface ContainerKind {
  /** Whether the container can meet it as it stands. */
  harmable(before: ContainerState): boolean
  harm(containers: Containers, before: ContainerState): Promise<void>
  /** Whether it shows. */
  bitten(now: ContainerState, before: ContainerState): boolean
  readonly seen: string
}

/** The driver of a fault on a container: its state before, by its number in the engine, is its undo. */
function containerFault<F extends Fault>(kind: ContainerKind): FaultDriver<F> {
  return {
    async prepare(_fault, at) {
      const name = at.component.container ?? ''
      const before = await at.world.containers.state(name)
      if (before === undefined) throw cannot(at, `there is no container ${name}`)
      if (!kind.harmable(before)) throw cannot(at, `${name} is not running as it should`)
      return { kind: 'container.restore', container: name, before }
    },
    inject: (_fault, at, _signal, undo) => kind.harm(at.world.containers, beforeIn(undo)),
    async effect(_fault, at, signal, undo) {
      const before = beforeIn(undo)
      for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += 100) {
        const now = await at.world.containers.state(before.id)
        if (now !== undefined && kind.bitten(now, before)) return { state: 'bitten', seen: kind.seen }
        await at.world.clock.sleep(100, signal)
      }
      return { state: 'not-bitten', seen: 'the container is as it was' }
    },
  }
}

const PATIENCE_MS = 3000

/** Its container is killed. */
export const containerKill = containerFault<FaultOf<'container.kill'>>({
  harmable: before => before.running && !before.paused,
  harm: (containers, { id }) => containers.change(id, { do: 'kill' }),
  bitten: now => !now.running,
  seen: 'the container is not running',
})

/** Its container stands still. */
export const containerPause = containerFault<FaultOf<'container.pause'>>({
  harmable: before => before.running && !before.paused,
  harm: (containers, { id }) => containers.change(id, { do: 'pause' }),
  bitten: now => now.paused,
  seen: 'the container is paused',
})

/** Its container is cut off from its networks. */
export const containerDisconnect = containerFault<FaultOf<'container.disconnect'>>({
  harmable: before => before.running && before.networks.some(isRealNetwork),
  async harm(containers, { id, networks }) {
    for (const network of networks.filter(isRealNetwork)) await containers.change(id, { do: 'disconnect', network })
  },
  bitten: (now, before) => before.networks.filter(isRealNetwork).every(({ name }) => !onNetwork(now, name)),
  seen: 'the container is on no network',
})

/** Whether a container is on a network. */
export function onNetwork({ networks }: ContainerState, name: string): boolean {
  return networks.some(network => network.name === name)
}

/** What stands on the machine's own network cannot be taken off it. */
function isRealNetwork({ name }: { readonly name: string }): boolean {
  return name !== 'host' && name !== 'none'
}

function beforeIn(undo: Undo): ContainerState {
  if (undo.kind === 'container.restore') return undo.before
  throw new Error(`an undo of kind ${undo.kind} is about no container`)
}

function cannot({ component }: Target, why: string): DrillError {
  return new DrillError('CANNOT_BREAK', `The container of ${component.id} cannot be broken: ${withoutStop(why)}.`, {
    hint: 'correct "container" of the component in the platform file, or start it. Nothing was changed by this fault',
  })
}
