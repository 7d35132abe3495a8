import { formatDuration } from '../../model/duration.ts'
import type { Running } from '../drill.ts'

const LOOK_EVERY_MS = 1000
// A clock that is kept in time is moved by far less.
const MOST_DRIFT_MS = 5000
// Nothing that a drill does takes nearly as long in one piece.
const MOST_IDLE_MS = 15_000

/**
 * Compares the two clocks as long as a drill runs. One that is moved back spoils only labels. But when more time has passed
 * than was counted this machine may have slept, and nobody knows what happened meanwhile: leases have run out, users have waited.
 */
export async function heedClock({ world, journal, abort }: Running, until: AbortSignal): Promise<void> {
  const gapMs = () => Date.parse(world.clock.wall()) - world.clock.nowMs()
  let last = gapMs()
  while (!until.aborted && !abort.signal.aborted) {
    const beganMs = world.clock.nowMs()
    await world.clock.sleep(LOOK_EVERY_MS, until).catch(() => {})
    const idleMs = world.clock.nowMs() - beganMs
    if (idleMs > MOST_IDLE_MS && !until.aborted) {
      abort.now(
        'error',
        `nothing was done for ${formatDuration(Math.round(idleMs))}: this process, or its machine, was stopped`,
      )
    }
    const now = gapMs()
    const byMs = now - last
    last = now
    if (until.aborted || Math.abs(byMs) <= MOST_DRIFT_MS) continue
    journal.append({ type: 'clock.jumped', byMs: Math.round(byMs) })
    if (byMs > 0) abort.now('error', `${formatDuration(byMs)} passed unseen: this machine slept, or its clock was set`)
  }
}
