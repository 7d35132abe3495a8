import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { nodeDesk } from '../../src/cli/node-desk.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import { recoverDrill } from '../../src/run/afterwards/recover.ts'
import { drillsIn, eventsOf } from '../e2e/blackstart.ts'
import { eventually } from '../support/wait.ts'
import { type SweepGround, sweepGround } from './ground.ts'

/** Who dies, and when. */
export type Death = { readonly who: 'conductor' | 'watchdog' | 'both' } & (
  | {
      /** A line of the journal that is no sample, counted from 1, or the first of a type. */
      readonly line: number | DrillEvent['type']
      /** Once it is written, or once the disk has it and the act is next. */
      readonly moment: 'noted' | 'durable'
    }
  /** Once a store has taken so many writings of a fault's act. */
  | { readonly writing: number }
)

/** What became of one death. */
export interface Aftermath {
  readonly death: Death
  /** The last thing in the journal that was not a sample when it happened; undefined if the drill was over before. */
  readonly at: string | undefined
  /** How the world differs from before; empty if it does not. */
  readonly difference: string
  readonly healedBy: string
}

const desk = nodeDesk()
const MORTAL = fileURLToPath(new URL('./mortal.ts', import.meta.url))

/** Lets one drill die, lets whoever is there put everything back, and compares the world with before. */
export async function dieAt(death: Death, on: () => Promise<SweepGround> = sweepGround): Promise<Aftermath> {
  await using ground = await on()
  const before = await ground.standing()
  const child = spawn(process.execPath, [MORTAL, ground.scenario, ground.out, JSON.stringify(death)], {
    cwd: ground.dir,
    env: { ...process.env, BLACKSTART_LOCKS: ground.locks },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  const at = await lastLine(ground)
  const healedBy = await afterwards(ground, death)
  const isBack = async () => (await ground.standing()) === before
  await eventually('the world as before', isBack, HEALING_LIMIT_MS).catch(() => {})
  const now = await ground.standing()
  // A conductor that lives on aborts and heals; only what it says of itself may end it.
  const crashed = code !== 0 && signal !== 'SIGKILL' ? `the conductor ended with ${code}: ${said}` : ''
  return { death, at, difference: now === before ? crashed : `${crashed}was ${before}\nis ${now}`, healedBy }
}

// Watchdog: two seconds and its own start; a stage that is asked politely, another two.
const HEALING_LIMIT_MS = 12_000

/** The watchdog needs nobody. If it is dead too, somebody asks for recovery; and asking is never wrong. */
async function afterwards(ground: SweepGround, { who }: Death): Promise<string> {
  const [dir] = await drillsIn(ground.out)
  if (dir === undefined) return 'nobody: nothing had begun'
  if (who !== 'both') {
    const over = await eventually(
      'somebody to finish the journal',
      async () => (await eventsOf(dir)).some(event => event.type === 'drill.finished'),
      HEALING_LIMIT_MS,
    ).catch(() => false)
    // Between its last word and letting go of the platform there is nobody left to let go of it but whoever asks.
    if (over && !(await ground.held())) return who === 'conductor' ? 'watchdog' : 'conductor'
  }
  const recovered = await recoverDrill(desk.world, desk.means, dir).catch((error: unknown) => String(error))
  return typeof recovered === 'string' ? recovered : `recover (${recovered.state})`
}

async function lastLine({ out }: SweepGround): Promise<string | undefined> {
  const [dir] = await drillsIn(out)
  const events = dir === undefined ? [] : await eventsOf(dir)
  if (events.some(event => event.type === 'drill.finished')) return undefined
  return events.findLast(event => event.type !== 'sample')?.type ?? 'nothing'
}

/** How many lines a drill writes that nobody interrupts, samples apart. */
export async function linesOfAWholeDrill(): Promise<number> {
  await using ground = await sweepGround()
  const never: Death = { line: Number.MAX_SAFE_INTEGER, moment: 'noted', who: 'conductor' }
  const child = spawn(process.execPath, [MORTAL, ground.scenario, ground.out, JSON.stringify(never)], {
    cwd: ground.dir,
    env: { ...process.env, BLACKSTART_LOCKS: ground.locks },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(child, 'exit')
  const [dir] = await drillsIn(ground.out)
  return (dir === undefined ? [] : await eventsOf(dir)).filter(event => event.type !== 'sample').length
}
