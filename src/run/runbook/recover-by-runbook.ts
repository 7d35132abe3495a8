import { messageOf } from '../../model/error.ts'
import type { Fault } from '../../model/fault.ts'
import { makeAbort } from '../abort.ts'
import type { Running } from '../drill.ts'
import { waitFor } from '../waiting.ts'
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
    await awaitNotice({ ...running, abort: box })
    const begunMs = journal.nowMs()
    const given = { decisions, values: await scratchNames(running) }
    const outcome = await followRunbook({ ...running, abort: box }, drill.runbook, given)
    if (outcome === 'done') await timeRestores(running, journal.nowMs() - begunMs)
    if (outcome === 'needs-person') abort.now('error', 'the runbook needs a person, and nobody was there')
    abort.signal.throwIfAborted()
    const restMs = leftMs - (journal.nowMs() - startedMs)
    return outcome === 'failed' ? Math.min(restMs, GRACE_MS) : restMs
  } catch (error) {
    // Stopped by somebody else it is neither done nor wrong.
    if (box.reason?.cause !== 'deadline') throw error
    const detail = `it was stopped: ${messageOf(error)}`
    await journal.commit({ type: 'runbook.finished', outcome: 'failed', detail })
    return 0
  } finally {
    over.abort()
    abort.signal.removeEventListener('abort', stop)
  }
}

/** Where an isolated restore is to go, for the runbook that does it. */
async function scratchNames({ drill, means }: Running): Promise<Readonly<Record<string, string>>> {
  const fault = drill.scenario.faults.find(({ kind }) => kind === 'store.scratch')
  const place = drill.platform.components.find(({ id }) => id === fault?.component)?.store
  if (place === undefined) return {}
  await using store = await means.stores.open(place)
  const { collection, connect } = store.scratch('isolated')
  return { BLACKSTART_SCRATCH: collection, BLACKSTART_SCRATCH_CONNECT: connect }
}

// Damage that nobody notices has to be repaired as well; how long it stayed unnoticed is what "detect" measures.
const NOTICE_LIMIT_MS = 3000

/** Until users or a signal have noticed, or nobody will. */
async function awaitNotice({ journal, world, abort, drill }: Running): Promise<void> {
  const limitMs = Math.min(NOTICE_LIMIT_MS, drill.plan.deadlineMs / 4)
  let noticed = false
  journal.subscribe(event => {
    noticed ||= (event.type === 'sample' && event.bad !== undefined) || (event.type === 'signal.changed' && event.on)
  })
  await waitFor(world.clock, () => (noticed ? true : undefined), { limitMs, signal: abort.signal })
}

/** How much came back in the time the runbook took. */
async function timeRestores({ drill, means, journal }: Running, tookMs: number): Promise<void> {
  const { faults } = drill.scenario
  const hurt = drill.platform.components.filter(({ id }) =>
    faults.some(fault => fault.component === id && isRestored(fault)),
  )
  for (const { id, store: place } of hurt) {
    if (place === undefined) continue
    await using store = await means.stores.open(place)
    const isolated = faults.some(fault => fault.kind === 'store.scratch' && fault.component === id)
    await using restored = await means.stores.open(isolated ? store.scratch('isolated') : place)
    const { exists, bytes } = await restored.describe()
    const rows = exists ? Object.values(await restored.count()).reduce((sum, count) => sum + count, 0) : 0
    const into = isolated ? 'scratch' : 'place'
    if (rows > 0) journal.append({ type: 'restore.timed', component: id, into, rows, bytes, tookMs })
  }
}

/** Only what was lost as a whole is restored as a whole; of the rest nobody knows how much moved. */
function isRestored(fault: Fault): boolean {
  return fault.kind === 'store.scratch' || (fault.kind === 'store.delete' && fault.what.of === 'collection')
}
