import type { Containers } from '../model/world.ts'

/** Containers that only exist in name: each stays until it is removed. */
export interface FakeContainers extends Containers {
  readonly there: ReadonlySet<string>
  /** Ends a container as if it had crashed; it stays until somebody removes it. */
  crash(name: string): void
}

export function fakeContainers(): FakeContainers {
  const there = new Set<string>()
  const ends = new Map<string, (code: number) => void>()
  return {
    there,
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
  }
}
