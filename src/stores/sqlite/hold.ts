import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../model/world.ts'
import { patiently } from './patiently.ts'

// Short beside what users wait for anyway: they feel it as slowness, not as one long stop.
const ROUND_MS = 200
const LOCK = 'BEGIN EXCLUSIVE'

/** Keeps everybody else from a file for a share of each round. The lock is this connection's: it ends with our process at the latest. */
export async function holdFile(
  held: DatabaseSync,
  heldRatio: number,
  clock: Pick<Clock, 'sleep'>,
): Promise<() => Promise<void>> {
  let isHeld = true
  // The first lock is had before anybody says that it is.
  await patiently(clock, () => held.exec(LOCK))
  const rounds = async (): Promise<void> => {
    while (isHeld) {
      await clock.sleep(ROUND_MS * heldRatio)
      held.exec('COMMIT')
      if (isHeld) await clock.sleep(ROUND_MS * (1 - heldRatio))
      if (isHeld) await patiently(clock, () => held.exec(LOCK))
    }
  }
  const over = rounds().catch(() => {})
  return async () => {
    isHeld = false
    await over
    held.close()
  }
}
