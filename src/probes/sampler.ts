import type { HttpOutcome } from '../model/http.ts'
import type { Journey } from '../model/platform.ts'
import type { Sample } from '../model/sample.ts'
import type { World } from '../model/world.ts'
import { worthOf } from './answer.ts'
import { inOrder } from './in-order.ts'
import { dueCount, dueMs } from './pace.ts'

export interface Sampling {
  /** The drill's clock. */
  readonly nowMs: () => number
  /** Hears every sample, in the order they were due. */
  readonly emit: (sample: Sample) => void
  /** Ends the asking. Answers still under way are waited for. */
  readonly signal: AbortSignal
}

/** Asks one journey on its fixed schedule, never waiting for answers, until told to stop. */
export async function sampleJourney(
  world: Pick<World, 'clock' | 'http'>,
  journey: Journey,
  sampling: Sampling,
): Promise<void> {
  const { nowMs, emit, signal } = sampling
  const startMs = nowMs()
  const queue = inOrder(emit)
  const underWay = new Set<Promise<void>>()
  let asked = 0
  let heldUpMs = 0

  /** How long ago the next question was due, if by a whole interval: then this process was kept from its work. */
  const behindMs = (): number => {
    const ms = nowMs() - dueMs(startMs, journey.everyMs, asked)
    return ms >= journey.everyMs && !signal.aborted ? ms : 0
  }
  const ask = async (atMs: number): Promise<Sample> => {
    const lateMs = Math.max(0, nowMs() - atMs)
    const heldUpBeforeMs = heldUpMs
    const outcome = await world.http.send(journey.request, { timeoutMs: journey.timeoutMs })
    const tookMs = nowMs() - atMs
    const deafMs = heldUpMs - heldUpBeforeMs + behindMs()
    return sampleOf(journey, outcome, { atMs, tookMs, lateMs: Math.min(tookMs, lateMs + deafMs) })
  }

  const askDue = (): void => {
    for (let due = dueCount(startMs, journey.everyMs, nowMs(), asked); due > 0; due--) {
      const atMs = dueMs(startMs, journey.everyMs, asked++)
      const put = queue.place()
      if (underWay.size >= journey.maxInFlight) {
        put(shed(journey, atMs, nowMs()))
        continue
      }
      const tracked = ask(atMs)
        .then(put)
        .finally(() => underWay.delete(tracked))
      underWay.add(tracked)
    }
  }

  while (!signal.aborted) {
    heldUpMs += behindMs()
    askDue()
    await world.clock.sleep(dueMs(startMs, journey.everyMs, asked) - nowMs(), signal).catch(() => {})
  }
  await Promise.all(underWay)
}

function sampleOf(
  journey: Journey,
  outcome: HttpOutcome,
  { atMs, tookMs, lateMs }: { atMs: number; tookMs: number; lateMs: number },
): Sample {
  return {
    journey: journey.id,
    dueMs: rounded(atMs),
    tookMs: rounded(tookMs),
    lateMs: rounded(lateMs),
    ...worthOf(outcome, journey.good, tookMs, journey.modeAt),
  }
}

/** With so many questions open one more would only blur the others; it counts as bad, and says so. */
function shed(journey: Journey, atMs: number, now: number): Sample {
  const detail = `${journey.maxInFlight} questions were already waiting for answers`
  const lateMs = Math.max(0, now - atMs)
  return {
    journey: journey.id,
    dueMs: rounded(atMs),
    tookMs: rounded(lateMs),
    lateMs: rounded(lateMs),
    bad: 'shed',
    detail,
    mode: undefined,
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
