import type { Clock } from '../../model/world.ts'
import { session } from './session.ts'

// Short beside what users wait for anyway: they feel it as slowness, not as one long stop.
const ROUND_MS = 200

/** Keeps everybody else from a table for a share of each round. The lock is this connection's: it ends with our process at the latest. */
export async function holdTable(
  connect: string,
  sql: string,
  heldRatio: number,
  clock: Pick<Clock, 'sleep'>,
): Promise<() => Promise<void>> {
  const database = session(connect)
  let held = true
  // The first lock is had before anybody says that it is.
  await database.query(`BEGIN; LOCK TABLE ${sql} IN ACCESS EXCLUSIVE MODE`)
  const rounds = async (): Promise<void> => {
    while (held) {
      await clock.sleep(ROUND_MS * heldRatio)
      await database.query('COMMIT')
      if (!held) return
      await clock.sleep(ROUND_MS * (1 - heldRatio))
      if (held) await database.query(`BEGIN; LOCK TABLE ${sql} IN ACCESS EXCLUSIVE MODE`)
    }
  }
  // A database that goes away takes the lock with it.
  const over = rounds().catch(() => {})
  return async () => {
    held = false
    await over
    await database.end()
  }
}
