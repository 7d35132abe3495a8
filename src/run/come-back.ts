import type { Running } from './drill.ts'
import { askGates } from './gates.ts'
import type { Probing } from './probing.ts'
import { recoverByRunbook } from './recover-by-runbook.ts'
import type { Timeline } from './timeline.ts'
import { waitFor } from './waiting.ts'

/**
 * Waits for the platform to come back, by itself or by its runbook: every journey stable, then every gate passed. Goes on watching until the
 * plan has run its course, because what came back may go away again. False if it did not come back in time.
 */
export async function comeBack(
  running: Running,
  timeline: Timeline,
  probing: Pick<Probing, 'readBack'>,
): Promise<boolean> {
  const { journal, watch, abort, drill, world } = running
  const t0Ms = await timeline.t0
  const untilMs = (await recoverByRunbook(running, t0Ms + drill.plan.deadlineMs - journal.nowMs())) + journal.nowMs()
  const leftMs = () => untilMs - journal.nowMs()
  let verifiedSince: number | undefined

  for (;;) {
    abort.signal.throwIfAborted()
    const sinceMs = watch.stableSince(timeline.newestMs())
    // Good without a break since the gates passed: nothing new to validate.
    if (sinceMs !== undefined && sinceMs === verifiedSince) {
      if (timeline.isDone()) return true
      await world.clock.sleep(20, abort.signal)
      continue
    }
    if (leftMs() <= 0) return false
    verifiedSince =
      sinceMs === undefined ? await awaitStable(running, timeline, leftMs()) : await validate(running, sinceMs, probing)
  }
}

/** Waits for good samples in a row. The gates have not been asked yet, so nothing is verified. */
async function awaitStable(
  { journal, watch, abort, world }: Running,
  timeline: Timeline,
  limitMs: number,
): Promise<undefined> {
  journal.append({ type: 'phase.started', phase: 'recover' })
  const sinceMs = await waitFor(world.clock, () => watch.stableSince(timeline.newestMs()), {
    limitMs,
    signal: abort.signal,
  })
  if (sinceMs !== undefined) journal.append({ type: 'journeys.stable', sinceMs })
  return undefined
}

/** Asks the gates; once all have passed, the ledgers say what was lost. */
async function validate(
  running: Running,
  sinceMs: number,
  probing: Pick<Probing, 'readBack'>,
): Promise<number | undefined> {
  running.journal.append({ type: 'phase.started', phase: 'validate' })
  const gates = await askGates(running, 'recovered')
  if (gates.every(gate => gate.verdict === 'passed')) {
    await probing.readBack('recovered', running.abort.signal)
    return sinceMs
  }
  await running.world.clock.sleep(RETRY_MS, running.abort.signal)
  return undefined
}

// A gate that failed is asked again: journeys may be back a moment before everything else is.
const RETRY_MS = 250
