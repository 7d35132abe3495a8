import type { World } from '../model/world.ts'
import type { Means } from '../run/drill.ts'
import { type Recovered, recoverDrill } from '../run/recover.ts'

// The pipe may break a moment before the process at its other end is gone.
const PATIENCE_MS = 2000
const LOOK_EVERY_MS = 20

/** Called when a conductor went without a word: puts everything back as soon as it is really gone. */
export async function watchOver(world: World, means: Means, dir: string): Promise<Recovered> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const recovered = await recoverDrill(world, means, dir, 'watchdog')
    if (recovered.state !== 'running' || waitedMs >= PATIENCE_MS) return recovered
    await world.clock.sleep(LOOK_EVERY_MS)
  }
}
