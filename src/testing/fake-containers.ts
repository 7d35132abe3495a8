import type { ContainerState } from '../model/undo.ts'
import type { ContainerChange, Containers } from '../model/world/containers.ts'

/** Containers that only exist in name: each stays until it is removed. */
export interface FakeContainers extends Containers {
  readonly there: ReadonlySet<string>
  /** How those stand that were added; by name, which is their number too. */
  readonly states: Map<string, ContainerState>
  /** Ends a container as if it had crashed; it stays until somebody removes it. */
  crash(name: string): void
}

export function fakeContainers(): FakeContainers {
  const there = new Set<string>()
  const states = new Map<string, ContainerState>()
  const ends = new Map<string, (code: number) => void>()
  return {
    there,
    states,
    crash: name => ends.get(name)?.(1),
    async start({ name }) {
      there.add(name)
      return { ended: new Promise(resolve => ends.set(name, code => resolve({ code }))) }
    },
    exists: async name => there.has(name),
    async remove(name) {
      there.delete(name)
      ends.get(name)?.(137)
    },
    state: async name => states.get(name),
    async change(id, change) {
      const state = states.get(id)
      if (state === undefined) throw new Error(`no such container: ${id}`)
      states.set(id, { ...state, ...changed(state, change) })
    },
  }
}

function changed({ networks }: ContainerState, change: ContainerChange): Partial<ContainerState> {
  switch (change.do) {
    case 'kill':
      return { running: false, paused: false }
    case 'start':
      return { running: true }
    case 'pause':
      return { paused: true }
    case 'unpause':
      return { paused: false }
    case 'connect':
      return { networks: [...networks, change.network] }
    case 'disconnect':
      return { networks: networks.filter(({ name }) => name !== change.network.name) }
    default:
      return change satisfies never
  }
}
