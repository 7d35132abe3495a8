import { join } from 'node:path'
import { replay } from '../journal/replay.ts'
import type { World } from '../model/world.ts'
import { type Recovered, recoverDrill } from '../run/afterwards/recover.ts'
import { JOURNAL_FILE, type Means } from '../run/drill.ts'
import type { Loss } from './loss.ts'

// The pipe may break a moment before the process at its other end is gone.
const PATIENCE_MS = 2000
const LOOK_EVERY_MS = 20

/** Called when a conductor was lost: puts everything back as soon as it is really gone. One that is merely silent is ended first. */
export async function watchOver(world: World, means: Means, dir: string, loss: Loss): Promise<Recovered> {
  if (loss === 'silent') await endConductor(world, dir)
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const recovered = await recoverDrill(world, means, dir, { actor: 'watchdog', why: WHY[loss] })
    if (recovered.state !== 'running' || waitedMs >= PATIENCE_MS) return recovered
    await world.clock.sleep(LOOK_EVERY_MS)
  }
}

const WHY = {
  gone: 'the process that conducted the drill died',
  silent: 'the process that conducted the drill was stopped or stuck for too long, and was ended',
} as const

/** If it woke up while somebody else puts things back, both would write to its journal. */
async function endConductor({ files, processes }: Pick<World, 'files' | 'processes'>, dir: string): Promise<void> {
  for await (const event of replay(files, join(dir, JOURNAL_FILE))) {
    if (event.type !== 'drill.started') continue
    await processes.signal(event.holder, 'SIGKILL')
    return
  }
}
