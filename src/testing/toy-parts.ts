import type { Component } from '../model/component.ts'
import type { ProcessIdentity } from '../model/event.ts'
import type { Platform } from '../model/platform.ts'
import type { CommandOutcome, CommandSpec, ProcessSpec } from '../model/world/processes.ts'
import type { FakeClock } from './fake-clock.ts'
import type { FakeWorld } from './fake-world.ts'

/** The processes, containers, disks, burners and own faults of a toy platform: what is broken of them, and how they come back. */
export interface ToyParts {
  /** What is not as it was before, just now, by component or by the name of an own fault. */
  broken(): readonly string[]
  /** Begins with the stage: every component that is a process is there from then on. */
  started(spec: ProcessSpec, identity: ProcessIdentity): void
  ended(pid: number): void
  /** How long a program that squeezes has computed. */
  computedMs(pid: number): number
  run(spec: CommandSpec): CommandOutcome
  /** Called once there is a world to live in. */
  moveInto(world: FakeWorld): void
}

/** `restartMs` is how long its supervisor takes to bring back what has ended. */
export function toyParts(platform: Platform, clock: FakeClock, restartMs: number, changed: () => void): ToyParts {
  const components = platform.components.filter(component => component.process !== undefined)
  const now = new Map<string, ProcessIdentity>()
  const done = new Set<string>()
  const burning = new Map<number, number>()
  let stage: ProcessIdentity | undefined
  let world: FakeWorld | undefined

  const bring = (component: Component): void => {
    if (world === undefined || stage === undefined || !world.processes.living.has(stage.pid)) return
    const { place } = component.process ?? {}
    const port = place?.kind === 'listens' ? Number(place.address.slice(place.address.lastIndexOf(':') + 1)) : undefined
    now.set(component.id, world.processes.add(stage.pid, port))
    if (place?.kind === 'pid-file') noteNumbers(place.file)
    changed()
  }
  const noteNumbers = (file: string): void => {
    const inFile = components.flatMap(({ id, process: { place } = {} }) =>
      place?.kind === 'pid-file' && place.file === file ? [[place.key ?? '', now.get(id)?.pid] as const] : [],
    )
    const [alone] = inFile.filter(([key]) => key === '')
    world?.files.contents.set(file, JSON.stringify(alone === undefined ? Object.fromEntries(inFile) : alone[1]))
  }
  const burn = ({ pid, born }: ProcessIdentity, args: readonly string[]): void => {
    const said = (flag: string) => args[args.indexOf(flag) + 1] ?? ''
    world?.files.contents.set(said('--note'), JSON.stringify({ pid, born }))
    burning.set(pid, clock.nowMs())
    changed()
    void clock.sleep(Number(said('--for-ms'))).then(() => world?.processes.crash(pid))
  }
  const isBroken = ({ id }: Component): boolean => {
    const identity = now.get(id)
    if (world === undefined || stage === undefined || !world.processes.living.has(stage.pid)) return false
    return (
      identity === undefined || !world.processes.living.has(identity.pid) || world.processes.stopped.has(identity.pid)
    )
  }
  return {
    broken: () => [
      ...components.filter(isBroken).map(({ id }) => id),
      ...[...(world?.containers.states ?? [])]
        .filter(([, { running, paused, networks }]) => !running || paused || networks.length === 0)
        .map(([name]) => name),
      ...[...(world?.files.contents.keys() ?? [])].filter(file => file.endsWith('.fill')),
      ...[...burning.keys()].map(pid => `burner ${pid}`),
      ...done,
    ],
    computedMs: pid => clock.nowMs() - (burning.get(pid) ?? clock.nowMs()),
    moveInto(given) {
      world = given
      for (const { container } of platform.components) {
        if (container === undefined) continue
        const networks = [{ name: 'bridge', aliases: [] }]
        world.containers.states.set(container, { id: container, running: true, paused: false, networks })
      }
      for (const { folder } of platform.components)
        if (folder !== undefined) world.files.contents.set(`${folder}/data`, '')
    },
    started({ run }, identity) {
      if ('program' in run && run.program === 'squeeze') burn(identity, run.args)
      if (!('command' in run)) return
      if (run.command === platform.stage?.up) {
        stage = identity
        for (const component of components) bring(component)
      }
      for (const component of components) if (component.process?.restart === run.command) bring(component)
    },
    ended(pid) {
      const component = components.find(({ id }) => now.get(id)?.pid === pid)
      burning.delete(pid)
      changed()
      if (component === undefined || component.process?.restart !== undefined) return
      void clock.sleep(restartMs).then(() => bring(component))
    },
    run({ command }) {
      for (const { id, act, undo } of platform.custom) {
        if (act.kind === 'command' && act.command === command) done.add(id)
        if (undo.kind === 'command' && undo.command === command) done.delete(id)
      }
      changed()
      const look = platform.custom.find(({ look }) => look?.kind === 'command' && look.command === command)
      const ok = look === undefined || done.has(look.id)
      return { state: ok ? 'done' : 'failed', code: ok ? 0 : 1, output: '', tookMs: 1 }
    },
  }
}
