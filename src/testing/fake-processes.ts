import type { ProcessIdentity } from '../model/event.ts'
import type { CommandOutcome, CommandSpec, Processes, ProcessSpec } from '../model/world/processes.ts'

/** Processes that only exist in name: each lives until it is ended. */
export interface FakeProcesses extends Processes {
  readonly living: ReadonlySet<number>
  /** Those that somebody has stopped and nobody let go on. */
  readonly stopped: ReadonlySet<number>
  /** Ends a process as if it had crashed. */
  crash(pid: number): void
  /** A process that is simply there, child of another, and listens at a port if one is given. */
  add(parent?: number, port?: number): ProcessIdentity
}

export interface FakeProcessParts {
  /** The first line each one prints. */
  readonly sayFirst?: (spec: ProcessSpec) => string | undefined
  /** What becomes of a command; by default it is done at once. */
  readonly run?: (spec: CommandSpec) => CommandOutcome
  /** Hears of every process that begins. */
  readonly started?: (spec: ProcessSpec, identity: ProcessIdentity) => void
  /** What a process does that ends by itself; undefined for one that lives until it is ended. */
  readonly live?: (spec: ProcessSpec) => Promise<FakeLife> | undefined
  /** How long one has computed; none does unless given. */
  readonly computedMs?: (pid: number) => number
  /** Hears of every process that ends. */
  readonly ended?: (pid: number) => void
}

/** What one says in its life, and how that ends. */
export interface FakeLife {
  readonly output: string
  readonly code: number
}

export function fakeProcesses({
  sayFirst = () => undefined,
  run = () => DONE,
  live = () => undefined,
  computedMs = () => 0,
  started,
  ended,
}: FakeProcessParts = {}) {
  const exits = new Map<number, (code: number | null) => void>()
  const living = new Set<number>([1])
  const stopped = new Set<number>()
  const parents = new Map<number, number>()
  const ports = new Map<number, number>()
  let next = 100
  const stop = (pid: number, code: number | null): void => {
    if (!living.delete(pid)) return
    stopped.delete(pid)
    for (const [child, parent] of parents) if (parent === pid) stop(child, null)
    exits.get(pid)?.(code)
    ended?.(pid)
  }
  const born = (pid: number): ProcessIdentity => ({ pid, born: 'fake' })
  return {
    living,
    stopped,
    crash: pid => stop(pid, 1),
    add(parent, port) {
      const pid = next++
      living.add(pid)
      if (parent !== undefined) parents.set(pid, parent)
      if (port !== undefined) ports.set(pid, port)
      return born(pid)
    },
    host: 'here',
    self: { pid: 1, born: 'fake' },
    async start(spec) {
      const identity = born(next++)
      living.add(identity.pid)
      const exited = new Promise<{ code: number | null; signal: null }>(resolve => {
        exits.set(identity.pid, code => resolve({ code, signal: null }))
      })
      const go = (): void => {
        started?.(spec, identity)
        void live(spec)?.then(({ output, code }) => {
          if (!living.has(identity.pid)) return
          spec.hear?.(output)
          stop(identity.pid, code)
        })
      }
      return { identity, firstLine: Promise.resolve(sayFirst(spec)), exited, go, tell: () => {} }
    },
    alive: async ({ pid }) => living.has(pid),
    groupAlive: async ({ pid }) => living.has(pid),
    kin: async () => [],
    end: async ({ pid }) => stop(pid, 0),
    identify: async pid => (living.has(pid) ? born(pid) : undefined),
    async listening(port) {
      const pid = [...ports].find(([known, at]) => at === port && living.has(known))?.[0]
      return pid === undefined ? undefined : born(pid)
    },
    async descends({ pid }, from) {
      let known: number | undefined = pid
      while (known !== undefined && known !== from.pid) known = parents.get(known)
      return known !== undefined && living.has(pid)
    },
    async signal({ pid }, signal) {
      if (!living.has(pid)) return false
      if (signal === 'SIGSTOP') stopped.add(pid)
      else if (signal === 'SIGCONT') stopped.delete(pid)
      else stop(pid, null)
      return true
    },
    state: async ({ pid }) => (!living.has(pid) ? 'gone' : stopped.has(pid) ? 'stopped' : 'running'),
    computedMs: async ({ pid }) => (living.has(pid) ? computedMs(pid) : undefined),
    run: async spec => run(spec),
  } satisfies FakeProcesses as FakeProcesses
}

const DONE: CommandOutcome = { state: 'done', code: 0, output: '', tookMs: 0 }
