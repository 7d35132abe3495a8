import { join } from 'node:path'
import type { Journal } from '../../journal/journal.ts'
import type { Actor } from '../../model/undo.ts'
import type { World } from '../../model/world.ts'
import type { Running } from '../drill.ts'

/** Starts a Toxiproxy of this drill in a container. Its name is on the disk before it exists: it knows nothing of our lifeline. */
export async function startContainer(
  { world, journal, drill, abort }: Running,
  image: string,
  args: readonly string[],
): Promise<void> {
  const container = `blackstart-${drill.id}`
  // An engine that does not answer says so now, while there is nothing yet that it could be keeping.
  await world.containers.exists(container)
  await journal.commit({ type: 'container.intended', role: 'proxy', container, image })
  const { ended } = await world.containers.start({
    name: container,
    image,
    args,
    logFile: join(drill.dir, 'proxy.log'),
  })
  // After the drill nobody listens to this any more.
  void ended.then(({ code }) =>
    abort.now('error', `the container of our Toxiproxy ended in the middle of the drill (exit code ${code})`),
  )
}

/** An engine that was asked for a container by somebody who died may still be making it: waits until it is there, or no longer to be expected. */
export async function awaitUnborn(
  { containers, clock }: Pick<World, 'containers' | 'clock'>,
  names: readonly string[],
): Promise<void> {
  for (let waitedMs = 0; waitedMs < BIRTH_LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
    const there = await Promise.all(names.map(name => containers.exists(name).catch(() => true)))
    if (!there.includes(false)) return
    await clock.sleep(LOOK_EVERY_MS)
  }
}

// Creating takes an engine some hundred milliseconds; an image that has to be fetched first is no container yet.
const BIRTH_LIMIT_MS = 2000
const LOOK_EVERY_MS = 100

/** Removes containers of a drill. What could not be removed stays in the journal as pending, and the scan will find it. */
export async function removeContainers(
  world: Pick<World, 'containers'>,
  journal: Pick<Journal, 'commit'>,
  containers: readonly string[],
  by: Actor,
): Promise<void> {
  for (const container of containers) {
    const removed = await world.containers.remove(container).then(
      () => true,
      () => false,
    )
    if (removed) await journal.commit({ type: 'container.removed', container, by })
  }
}
