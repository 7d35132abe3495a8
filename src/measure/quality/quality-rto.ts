import type { DrillEvent } from '../../model/event.ts'
import type { QualityRto } from '../../model/quality.ts'
import { pairedInterval } from './paired-interval.ts'

/** Follows the few cases that are asked all the time, and says when their scores were back where they had been. */
export interface QualityRtoFold {
  see(event: DrillEvent): void
  measure(t0Ms: number | null): QualityRto | null
}

interface Sampled {
  readonly case: string
  readonly dueMs: number
  readonly answeredMs: number
  readonly score: number
}

export function qualityRtoFold(): QualityRtoFold {
  let sampling: { readonly cases: number; readonly everyMs: number } | undefined
  let marginRatio = 0
  let seed = 0
  let t0 = Number.POSITIVE_INFINITY
  const before: Sampled[] = []
  /** Since the fault, one full round of the cases at most. */
  let round: readonly Sampled[] = []
  let samples = 0
  let worst: number | undefined
  let lastWorseMs: number | undefined
  let backMs: number | undefined

  const lowRatio = (): number | undefined => {
    const scores = before.map(({ score }) => score)
    const interval = pairedInterval(scores, scores.map(one), seed)
    // A baseline of few samples is narrower than it should be; the margin is what people asked for.
    return interval === undefined ? undefined : Math.min(interval.low, interval.mean - marginRatio)
  }
  const judge = (sample: Sampled): void => {
    const low = lowRatio()
    round = [...round, sample].slice(-(sampling?.cases ?? 1))
    if (low === undefined || round.length < (sampling?.cases ?? 1)) return
    const mean = round.reduce((sum, { score }) => sum + score, 0) / round.length
    worst = Math.min(worst ?? 1, mean)
    if (mean < low) {
      lastWorseMs = sample.dueMs
      backMs = undefined
    } else if (lastWorseMs !== undefined) {
      backMs ??= sample.answeredMs
    }
  }
  return {
    see(event) {
      if (event.type === 'drill.started') {
        sampling = event.scenario.gates.golden?.sampling
        marginRatio = event.scenario.gates.golden?.marginRatio ?? 0
        seed = event.plan.seed
      }
      if (event.type === 'fault.injected') t0 = Math.min(t0, event.startedMs)
      // What nobody could judge says nothing either way.
      if (event.type !== 'golden.sampled' || event.scoreRatio === undefined) return
      const { case: id, dueMs, tookMs, scoreRatio: score } = event
      const sample = { case: id, dueMs, answeredMs: dueMs + tookMs, score }
      samples++
      if (dueMs < t0) before.push(sample)
      else judge(sample)
    },
    measure(t0Ms) {
      if (sampling === undefined) return null
      const scores = before.map(({ score }) => score)
      const baseline = scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length
      const known = t0Ms !== null && baseline !== null && worst !== undefined
      const state = !known
        ? 'not-measured'
        : lastWorseMs === undefined
          ? 'never-worse'
          : backMs === undefined
            ? 'still-worse'
            : 'restored'
      return {
        state,
        cases: sampling.cases,
        everyMs: sampling.everyMs,
        samples,
        restoredMs:
          state === 'restored' && backMs !== undefined && t0Ms !== null
            ? backMs - t0Ms
            : state === 'never-worse'
              ? 0
              : null,
        // A round must be through before its mean has forgotten what came before.
        precisionMs: known ? sampling.cases * sampling.everyMs : null,
        baselineRatio: baseline,
        lowRatio: lowRatio() ?? null,
        worstRatio: worst ?? null,
      }
    },
  }
}

function one(): number {
  return 1
}
