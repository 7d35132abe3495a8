import type { HttpOutcome } from '../model/http.ts'
import type { Journey } from '../model/platform.ts'
import type { Sample } from '../model/sample.ts'
import type { World } from '../model/world.ts'
import { worthOf } from './answer.ts'
import { keepSchedule, type Timing } from './schedule.ts'

export interface Sampling {
  /** The drill's clock. */
  readonly nowMs: () => number
  /** Hears every sample, in the order they were due. */
  readonly emit: (sample: Sample) => void
  /** Ends the asking. Answers still under way are waited for. */
  readonly signal: AbortSignal
}

/** Asks one journey on its fixed schedule, never waiting for answers, until told to stop. */
export function sampleJourney(
  world: Pick<World, 'clock' | 'http'>,
  journey: Journey,
  sampling: Sampling,
): Promise<void> {
  return keepSchedule<HttpOutcome, Sample>(world.clock, {
    ...sampling,
    everyMs: journey.everyMs,
    maxInFlight: journey.maxInFlight,
    ask: () => world.http.send(journey.request, { timeoutMs: journey.timeoutMs }),
    answered: (_, outcome, timing) => ({
      journey: journey.id,
      ...timing,
      ...worthOf(outcome, journey.good, timing.tookMs, journey.modeAt),
    }),
    shed: (_, timing) => shed(journey, timing),
  })
}

/** It counts as bad, and says so. */
function shed(journey: Journey, timing: Timing): Sample {
  const detail = `${journey.maxInFlight} questions were already waiting for answers`
  return { journey: journey.id, ...timing, bad: 'shed', detail, mode: undefined }
}
