import type { ProcessIdentity } from '../model/event.ts'
import type { Processes, ProcessSpec } from '../model/world.ts'

/** Processes that only exist in name: each lives until it is ended. */
export interface FakeProcesses extends Processes {
  readonly living: ReadonlySet<number>
  /** Ends a process as if it had crashed. */
  crash(pid: number): void
}

/** `sayFirst` is the first line each one prints. */
export function fakeProcesses(sayFirst: (spec: ProcessSpec) => string | undefined = () => undefined): FakeProcesses {
  const exits = new Map<number, (code: number | null) => void>()
  const living = new Set<number>([1])
  const stop = (pid: number, code: number | null): void => {
    living.delete(pid)
    exits.get(pid)?.(code)
  }
  return {
    living,
    crash: pid => stop(pid, 1),
    self: { pid: 1, born: 'fake' },
    async start(spec) {
      const identity: ProcessIdentity = { pid: 100 + exits.size, born: 'fake' }
      living.add(identity.pid)
      const exited = new Promise<{ code: number | null; signal: null }>(resolve => {
        exits.set(identity.pid, code => resolve({ code, signal: null }))
      })
      return { identity, firstLine: Promise.resolve(sayFirst(spec)), exited }
    },
    alive: async ({ pid }) => living.has(pid),
    end: async ({ pid }) => stop(pid, 0),
  }
}
