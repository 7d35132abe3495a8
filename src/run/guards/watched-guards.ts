import { formatDuration } from '../../model/duration.ts'
import type { WatchedGuard } from '../../model/scenario.ts'
import type { Running } from '../drill.ts'
import type { TrippedGuard } from './guards.ts'
import { type GuardLook, lookAtGuard } from './look-at-guard.ts'

/** Looks at everything the guards watch besides journeys, all the time, and stops the drill as soon as one trips. */
export async function watchGuards(running: Running, until: AbortSignal): Promise<void> {
  const guards = running.drill.scenario.guards.filter(guard => guard.kind !== 'journey')
  await Promise.all(guards.map(guard => watchOne(running, guard, until)))
}

async function watchOne(
  { world, drill, journal, abort, signals }: Running,
  guard: WatchedGuard,
  until: AbortSignal,
): Promise<void> {
  const watched = { platform: drill.platform, heard: signals }
  const patience = patienceOf(guard, journal.nowMs())
  let last: GuardLook | undefined
  while (!until.aborted && !abort.signal.aborted) {
    const beganMs = journal.nowMs()
    const look = await lookAtGuard(world, watched, guard, Math.min(LOOK_LIMIT_MS, guard.graceMs))
    if (until.aborted || abort.signal.aborted) return
    if (look.state !== last?.state) journal.append({ type: 'guard.looked', guard: guard.id, ...look })
    last = look
    const tripped = patience.after(look, beganMs, journal.nowMs())
    if (tripped !== undefined) {
      journal.append({ type: 'guard.tripped', ...tripped })
      abort.now('guard', tripped.detail)
      return
    }
    await world.clock.sleep(guard.everyMs, until).catch(() => {})
  }
}

// A guard that hangs is blind; the next look may be luckier.
const LOOK_LIMIT_MS = 2000

/** How long a guard has been bad, and how long nobody has known: either can be too long. */
export function patienceOf(
  { id, forMs, graceMs }: Pick<WatchedGuard, 'id' | 'forMs' | 'graceMs'>,
  startMs: number,
): { after(look: GuardLook, beganMs: number, endedMs: number): TrippedGuard | undefined } {
  let badSinceMs: number | undefined
  let knownMs = startMs
  return {
    after({ state, detail }, beganMs, endedMs) {
      if (state === 'blind') {
        // Whether it is still bad nobody knows; that clock goes on, and the grace period decides.
        if (endedMs - knownMs < graceMs) return undefined
        return { guard: id, detail: `nobody has known for ${formatDuration(graceMs)} whether all is well: ${detail}` }
      }
      knownMs = endedMs
      if (state === 'good') badSinceMs = undefined
      else badSinceMs ??= beganMs
      if (badSinceMs === undefined || endedMs - badSinceMs < forMs) return undefined
      return { guard: id, detail: forMs === 0 ? detail : `${detail}, for ${formatDuration(forMs)}` }
    },
  }
}
