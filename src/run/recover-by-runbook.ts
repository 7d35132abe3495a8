import { messageOf } from '../model/error.ts'
import { makeAbort } from './abort.ts'
import type { Running } from './drill.ts'
import { followRunbook } from './follow-runbook.ts'

/** How long a platform may still need after its runbook has gone wrong: what is not back by then needs more than time. */
const GRACE_MS = 2000

/**
 * Follows the scenario's runbook, if that is how the platform comes back, until `leftMs` have passed. Says how long to go on
 * waiting for the platform.
 */
export async function recoverByRunbook(running: Running, leftMs: number): Promise<number> {
  const { drill, journal, abort, world } = running
  const { recovery } = drill.scenario
  if (recovery.kind !== 'runbook' || drill.runbook === undefined) return leftMs
  journal.append({ type: 'phase.started', phase: 'recover' })
  const startedMs = journal.nowMs()
  const box = makeAbort()
  const stop = () => box.now(abort.reason?.cause ?? 'error', abort.reason?.message ?? 'the drill was stopped')
  abort.signal.addEventListener('abort', stop, { once: true })
  const over = new AbortController()
  void world.clock.sleep(leftMs, over.signal).then(
    () => box.now('deadline', 'the deadline passed'),
    () => {},
  )
  try {
    const { decisions } = recovery
    const outcome = await followRunbook({ ...running, abort: box }, drill.runbook, { decisions })
    if (outcome === 'needs-person') abort.now('error', 'the runbook needs a person, and nobody was there')
    abort.signal.throwIfAborted()
    const restMs = leftMs - (journal.nowMs() - startedMs)
    return outcome === 'failed' ? Math.min(restMs, GRACE_MS) : restMs
  } catch (error) {
    await journal.commit({ type: 'runbook.finished', outcome: 'failed', detail: `it was stopped: ${messageOf(error)}` })
    if (box.reason?.cause !== 'deadline') throw error
    return 0
  } finally {
    over.abort()
    abort.signal.removeEventListener('abort', stop)
  }
}
