import type { Journey } from '../model/journey.ts'
import type { Sample } from '../model/sample.ts'
import type { Asked, Asking } from './ask/answer.ts'
import { ask, inTime, sinceDue } from './ask/ask.ts'
import { keepSchedule, type Timing } from './schedule.ts'

/** Hears an answer, and to which journey. */
export type Told = (journey: Journey, answer: string) => void

export interface Sampling {
  /** The drill's clock. */
  readonly nowMs: () => number
  /** Hears every sample, in the order they were due. */
  readonly emit: (sample: Sample) => void
  /** Hears what is answered otherwise than over HTTP. */
  readonly told?: Told | undefined
  /** Ends the asking. Answers still under way are waited for. */
  readonly signal: AbortSignal
  /** How much later than at once it is asked first. */
  readonly phaseMs?: number
}

/** Asks one journey on its fixed schedule, never waiting for answers, until told to stop. */
export function sampleJourney(world: Asking, journey: Journey, sampling: Sampling): Promise<void> {
  const patience = { timeoutMs: journey.timeoutMs, told: (answer: string) => sampling.told?.(journey, answer) }
  return keepSchedule<Asked, Sample>(world.clock, {
    ...sampling,
    everyMs: journey.everyMs,
    maxInFlight: journey.maxInFlight,
    ask: () => ask(world, journey, patience),
    answered: (_, asked, timing, askedLateMs) => ({
      journey: journey.id,
      ...timing,
      ...inTime(sinceDue(asked, askedLateMs), timing.tookMs, journey.good),
    }),
    shed: (_, timing) => shed(journey, timing),
  })
}

/** It counts as bad, and says so. */
function shed(journey: Journey, timing: Timing): Sample {
  const detail = `${journey.maxInFlight} questions were already waiting for answers`
  return { journey: journey.id, ...timing, bad: 'shed', detail, mode: undefined }
}
