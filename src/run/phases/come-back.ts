import { GOLDEN_GATE } from '../../model/golden.ts'
import type { Probes } from '../../probes/probes.ts'
import type { Running } from '../drill.ts'
import { recoverByRunbook } from '../runbook/recover-by-runbook.ts'
import { waitFor } from '../waiting.ts'
import { type AskedGate, askGates } from './gates.ts'
import type { Timeline } from './timeline.ts'

/** What else goes on while a drill waits. */
export interface Surroundings {
  readonly probing: Pick<Probes, 'readBack'>
  /** Whether anything is still to be put back: then answers come from a stand-in, or from what is broken. */
  isBroken(): boolean
}

/**
 * Waits for the platform to come back, by itself or by its runbook: every journey stable, then every gate passed. Goes on watching until the
 * plan has run its course, because what came back may go away again. False if it did not come back in time.
 */
export async function comeBack(running: Running, timeline: Timeline, around: Surroundings): Promise<boolean> {
  const { journal, watch, abort, drill, world } = running
  const t0Ms = await timeline.t0
  const untilMs = (await recoverByRunbook(running, t0Ms + drill.plan.deadlineMs - journal.nowMs())) + journal.nowMs()
  const leftMs = () => untilMs - journal.nowMs()
  const notBeforeMs = drill.scenario.gates.golden?.during?.notBeforeMs ?? 0
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
    // What sets in slowly is not looked at before it has.
    if (sinceMs !== undefined && around.isBroken() && journal.nowMs() < t0Ms + notBeforeMs) {
      await world.clock.sleep(20, abort.signal)
      continue
    }
    verifiedSince =
      sinceMs === undefined ? await awaitStable(running, timeline, leftMs()) : await validate(running, sinceMs, around)
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
async function validate(running: Running, sinceMs: number, around: Surroundings): Promise<number | undefined> {
  running.journal.append({ type: 'phase.started', phase: 'validate' })
  const startedMs = running.journal.nowMs()
  const gates = await askGates(running, 'recovered', around.isBroken)
  if (gates.every(isSettled)) {
    await around.probing.readBack('recovered', running.abort.signal)
    return sinceMs
  }
  // Gates that take long are not asked all the time: questions cost money, and make load.
  const tookMs = running.journal.nowMs() - startedMs
  await running.world.clock.sleep(Math.max(RETRY_MS, tookMs), running.abort.signal)
  return undefined
}

/** Passed; or a golden set that cannot tell: asking the same questions again would tell no more. */
function isSettled({ name, verdict }: AskedGate): boolean {
  return verdict === 'passed' || (verdict === 'inconclusive' && name.startsWith(GOLDEN_GATE))
}

// A gate that failed is asked again: journeys may be back a moment before everything else is.
const RETRY_MS = 250
