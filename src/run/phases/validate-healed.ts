import { makeAbort } from '../abort.ts'
import type { Aftermath } from '../afterwards/aftermath.ts'
import type { Running } from '../drill.ts'
import { waitFor } from '../waiting.ts'
import { askGates } from './gates.ts'

// Breakers close and pools refill within seconds; who is still degraded after this has not failed back.
const FAILBACK_LIMIT_MS = 15_000

/** After the damage is undone: is everything good, and no answer degraded any more? Only where the drill ran its course. */
export async function validateHealed(running: Running, aftermath: Aftermath, interrupt: AbortSignal): Promise<void> {
  const { abort, watch, world, journal } = running
  const ranItsCourse = abort.reason === undefined || abort.reason.cause === 'deadline'
  if (!ranItsCourse || !aftermath.broken()) return
  const impatient = makeAbort()
  const stop = () => impatient.now('interrupt', 'somebody stopped it (Ctrl-C)')
  interrupt.addEventListener('abort', stop, { once: true })
  if (interrupt.aborted) stop()

  const healedMs = journal.nowMs()
  const itself = () => (watch.undegraded(healedMs) ? true : undefined)
  // What could not be put back is nothing to wait for.
  const limitMs = aftermath.pending().undos.some(({ of }) => of === 'fault') ? 0 : FAILBACK_LIMIT_MS
  await waitFor(world.clock, itself, { limitMs, signal: impatient.signal })
  await askGates({ ...running, abort: impatient }, 'healed')
  await aftermath.probing?.stopWriting()
  await aftermath.probing?.readBack('healed', impatient.signal)
}
