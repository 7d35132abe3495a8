import { DrillError } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { World } from '../../model/world.ts'
import type { Running } from '../drill.ts'

/** The safety lever: as long as it is pulled, running drills stop and heal, and no new one begins. */
export interface Halt {
  readonly why: string
  readonly since: string
}

/** Pulls the lever for the whole machine. Pulled twice, the first reason stays. */
export async function pullHalt(world: Pick<World, 'files' | 'clock'>, file: string, why: string): Promise<Halt> {
  await world.files.claim(file, JSON.stringify({ why, since: world.clock.wall() }))
  return (await readHalt(world, file)) ?? { why, since: world.clock.wall() }
}

/** Lets drills run again. Says what had stopped them, if anything had. */
export async function releaseHalt(world: Pick<World, 'files'>, file: string): Promise<Halt | undefined> {
  const halt = await readHalt(world, file)
  await world.files.remove(file)
  return halt
}

/** What the lever says. A file that cannot be read is a pulled lever all the same: somebody meant to stop us. */
async function readHalt(world: Pick<World, 'files'>, file: string): Promise<Halt | undefined> {
  if (!(await world.files.exists(file))) return undefined
  try {
    const said = JSON.parse(await world.files.read(file)) as Partial<Halt>
    return { why: said.why ?? NO_REASON, since: said.since ?? 'some time ago' }
  } catch {
    return { why: NO_REASON, since: 'some time ago' }
  }
}

const NO_REASON = 'no reason was given'

/** Refuses to begin while the lever is pulled. */
export async function refuseIfHalted(world: Pick<World, 'files'>, file: string): Promise<void> {
  const halt = await readHalt(world, file)
  if (halt === undefined) return
  throw new DrillError('HALTED', `Drills have been halted since ${halt.since}: ${withoutStop(halt.why)}.`, {
    hint: '"blackstart resume" lets them run again, once the reason is gone. Nothing was touched',
  })
}

const LOOK_EVERY_MS = 250

/** Looks at the lever as long as a drill runs, and stops the drill when it is pulled. */
export async function heedHalt({ world, drill, journal, abort }: Running, until: AbortSignal): Promise<void> {
  while (!until.aborted && !abort.signal.aborted) {
    const halt = await readHalt(world, drill.haltFile)
    if (halt !== undefined) {
      const detail = `drills were halted: ${halt.why}`
      journal.append({ type: 'guard.tripped', guard: 'halt', detail })
      abort.now('guard', detail)
      return
    }
    await world.clock.sleep(LOOK_EVERY_MS, until).catch(() => {})
  }
}
