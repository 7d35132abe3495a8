import { join } from 'node:path'
import { DrillError } from '../../model/error.ts'
import type { ProcessRole } from '../../model/event.ts'
import type { ProcessSpec, StartedProcess } from '../../model/world/processes.ts'
import type { World } from '../../model/world.ts'
import type { Drill, Running } from '../drill.ts'
import { cleanLog } from './clean-log.ts'
import { endProcess } from './end-process.ts'

/** The processes this drill has started. They are in the journal, they are watched, and they end with the drill. */
export interface OwnProcesses {
  /** Starts the watchdog, which puts everything back if we cannot. Nothing may be broken before it is there. */
  startWatchdog(): Promise<void>
  /** Starts one of our own servers and says where it listens. */
  startProgram(role: 'proxy' | 'mock' | 'load', args: readonly string[]): Promise<Listening>
  /** Starts somebody else's Toxiproxy. It knows nothing of our lifeline, so only its place in the journal ends it for sure. */
  startProxy(file: string, args: readonly string[]): Promise<void>
  /** Starts the platform by its own command. */
  startStage(command: string): Promise<void>
  /** Starts a part of the platform again by its own command, which may stay with it or only see to it. */
  startAgain(command: string): Promise<void>
  /** Ends those with one of these roles, the last one started first. */
  end(roles: readonly ProcessRole[]): Promise<void>
}

export interface Listening {
  readonly listening: string
  readonly control?: string
}

/** What starting a process takes: some of a drill under way. */
type Surroundings = Pick<Running, 'world' | 'journal' | 'abort'> & {
  readonly drill: Pick<Drill, 'dir' | 'platform' | 'secrets'>
}

// What is not ours may start others, and so does a load engine that sends with k6: it leads a group, and they end together.
const OURS = { group: false }
const LEADS = { group: true }

const READY_LIMIT_MS = 15_000
const GRACE_MS = 3000
// How often the watchdog hears that its conductor is there.
const BEAT_EVERY_MS = 1000

export function ownProcesses({ world, journal, drill, abort }: Surroundings): OwnProcesses {
  const started: { readonly role: ProcessRole; readonly group: boolean; readonly process: StartedProcess }[] = []
  const ending = new Set<StartedProcess>()

  const start = async (
    role: ProcessRole,
    spec: ProcessSpec,
    { group, mayEnd = false }: { readonly group: boolean; readonly mayEnd?: boolean },
  ): Promise<StartedProcess> => {
    const process = await world.processes.start({ ...spec, ...cleanLog(drill) })
    started.push({ role, group, process })
    // Written down before anything depends on it: whoever cleans up after us must know.
    await journal.commit({ type: 'process.started', role, identity: process.identity, group })
    process.go()
    process.exited.then(({ code, signal }) => {
      const detail = signal === null ? `exit code ${code}` : `ended by ${signal}`
      journal.append({ type: 'process.ended', role, identity: process.identity, detail })
      if (!mayEnd && !ending.has(process)) void mourn(role, detail, spec.logFile)
    })
    return process
  }
  const mourn = async (role: ProcessRole, detail: string, logFile: string): Promise<void> => {
    const said = await lastLine(world, logFile)
    const words = said === '' ? '' : `, its last words: ${said}`
    abort.now('error', `${WORDS[role]} ended in the middle of the drill (${detail})${words}; see ${logFile}`)
  }
  const firstLineOf = async (process: StartedProcess): Promise<string | undefined> => {
    const waiting = new AbortController()
    const tooLate = world.clock.sleep(READY_LIMIT_MS, AbortSignal.any([abort.signal, waiting.signal]))
    try {
      return await Promise.race([process.firstLine, tooLate.then(() => undefined)])
    } finally {
      // Nobody waits for this timer any more; it would keep the program from ending.
      tooLate.catch(() => {})
      waiting.abort()
    }
  }
  const startOurs = async (role: 'watchdog' | 'proxy' | 'mock' | 'load', args: readonly string[]) => {
    const logFile = join(drill.dir, `${role}.log`)
    const process = await start(
      role,
      { run: { program: role, args }, cwd: drill.dir, env: {}, logFile },
      role === 'load' ? LEADS : OURS,
    )
    return { logFile, process, line: await firstLineOf(process) }
  }
  const silent = new AbortController()
  // To the very end of the cleaning up: a conductor that is stuck there needs help as well.
  const beat = async (watchdog: StartedProcess): Promise<void> => {
    while (!silent.signal.aborted) {
      watchdog.tell('.')
      await world.clock.sleep(BEAT_EVERY_MS, silent.signal).catch(() => {})
    }
  }
  return {
    async startWatchdog() {
      const { line, logFile, process } = await startOurs('watchdog', [drill.dir])
      if (line === undefined) notReady('watchdog', logFile)
      void process.exited.then(() => silent.abort())
      void beat(process)
    },
    async startProgram(role, args) {
      const { line, logFile } = await startOurs(role, args)
      return listeningIn(line) ?? notReady(role, logFile)
    },
    async startProxy(file, args) {
      const logFile = join(drill.dir, 'proxy.log')
      const spec = { run: { file, args }, cwd: drill.platform.dir, env: {}, logFile }
      // A script may stand in front of the program: they end together.
      await start('proxy', spec, LEADS).catch((error: unknown) => {
        throw error instanceof DrillError && error.code === 'STAGE_FAILED' ? noProgram(file, error) : error
      })
    },
    async startStage(command) {
      const logFile = join(drill.dir, 'stage.log')
      await start('stage', { run: { command }, cwd: drill.platform.dir, env: {}, logFile }, LEADS)
    },
    async startAgain(command) {
      const logFile = join(drill.dir, 'restart.log')
      const spec = { run: { command }, cwd: drill.platform.dir, env: {}, logFile }
      await start('stage', spec, { ...LEADS, mayEnd: true })
    },
    async end(roles) {
      if (roles.includes('watchdog')) silent.abort()
      for (const { role, group, process } of started.toReversed()) {
        if (!roles.includes(role)) continue
        ending.add(process)
        await endProcess(world, { identity: process.identity, group }, GRACE_MS)
        await process.exited
      }
    },
  }
}

const WORDS = {
  watchdog: 'our watchdog',
  proxy: 'our Toxiproxy',
  mock: 'our mock provider',
  load: 'our load engine',
  stage: 'the platform',
  runbook: 'a command of the runbook',
} as const

/** What usually says why: the last line of a log that is not a bracket or a number alone. */
async function lastLine({ files }: Pick<World, 'files'>, file: string): Promise<string> {
  const text = await files.read(file).catch(() => '')
  const lines = text.split('\n').filter(line => /[a-z]{3}/i.test(line) && !/^\s+at |^Node\.js v/.test(line))
  return (lines.at(-1) ?? '').trim().slice(0, 200)
}

function listeningIn(line: string | undefined): Listening | undefined {
  try {
    const said: unknown = JSON.parse(line ?? '')
    return typeof said === 'object' && said !== null && 'listening' in said ? (said as Listening) : undefined
  } catch {
    return undefined
  }
}

function noProgram(file: string, cause: unknown): DrillError {
  return new DrillError('NOT_AVAILABLE', `Could not start ${file}, which is to carry the faults.`, {
    hint: 'put toxiproxy-server on the PATH, give its place as "toxiproxy: { binary: /path/to/toxiproxy-server }", or write "toxiproxy: embedded". Nothing was broken',
    cause,
  })
}

function notReady(role: 'watchdog' | 'proxy' | 'mock' | 'load', logFile: string): never {
  throw new DrillError('STAGE_FAILED', `${WORDS[role]} did not start.`, {
    hint: `what it said is in ${logFile}. Nothing was broken`,
  })
}
