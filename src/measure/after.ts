import type { AfterMeasure, Bounds, JourneyMeasure, ServedMeasure, SteadyMeasure } from '../model/journey-measure.ts'
import type { AfterTargets } from '../model/scenario.ts'

/** How every journey was served once it was over, held against before, as far as anything is claimed of it. */
export function afterOf(
  journeys: readonly JourneyMeasure[],
  targets: AfterTargets | undefined,
): readonly AfterMeasure[] {
  if (targets === undefined) return []
  const { capacityRatio, ...latencies } = targets
  return journeys.flatMap(journey => [
    ...(capacityRatio === undefined ? [] : [capacity(journey, capacityRatio)]),
    ...LATENCIES.flatMap(([what, claim]) => {
      const targetRatio = latencies[claim]
      return targetRatio === undefined ? [] : [latency(journey, what, targetRatio)]
    }),
  ])
}

const LATENCIES = [
  ['p50', 'p50Ratio'],
  ['p95', 'p95Ratio'],
  ['p99', 'p99Ratio'],
] as const

/** What counts is what was answered since the journey was first good again: a platform that flaps serves less than one that is back. */
function capacity({ name, before, back }: JourneyMeasure, targetRatio: number): AfterMeasure {
  const from = goodShare(before)
  const to = goodShare(back)
  const measured = ratioOf(from, to)
  // Both were asked equally often, so shares of good answers compare as answers a second do.
  const met = judged(measured.bounds, { atLeast: targetRatio })
  return {
    ...{ journey: name, what: 'capacity', targetRatio, met },
    ...{ before: before?.goodPerSecond ?? null, after: back?.goodPerSecond ?? null, ...measured },
  }
}

function latency({ name, before, after }: JourneyMeasure, what: 'p50' | 'p95' | 'p99', targetRatio: number) {
  const measured = ratioOf(quantileOf(before, what), quantileOf(after, what))
  const met = judged(measured.bounds, { atMost: targetRatio })
  return {
    ...{ journey: name, what, targetRatio, met },
    ...{ before: quantileOf(before, what).value, after: quantileOf(after, what).value, ...measured },
  } satisfies AfterMeasure
}

interface Figure {
  readonly value: number | null
  readonly bounds: Bounds
}

const UNKNOWN: Figure = { value: null, bounds: { low: null, high: null } }

function goodShare(served: ServedMeasure | null): Figure {
  return served === null ? UNKNOWN : { value: served.goodRatio, bounds: served.goodBounds }
}

function quantileOf(served: SteadyMeasure | null, what: 'p50' | 'p95' | 'p99'): Figure {
  if (served === null) return UNKNOWN
  return { value: served[`${what}Ms`], bounds: served[`${what}Bounds`] }
}

/** A ratio is as little known as both its parts together. */
function ratioOf(from: Figure, to: Figure): { readonly ratio: number | null; readonly bounds: Bounds } {
  return {
    ratio: over(to.value, from.value),
    bounds: { low: over(to.bounds.low, from.bounds.high), high: over(to.bounds.high, from.bounds.low) },
  }
}

function over(above: number | null, below: number | null): number | null {
  return above === null || below === null || below === 0 ? null : above / below
}

/** Met or missed only where the whole of the error bar says so. */
function judged(
  { low, high }: Bounds,
  claim: { readonly atLeast: number } | { readonly atMost: number },
): boolean | null {
  if ('atLeast' in claim) {
    if (low !== null && low >= claim.atLeast) return true
    return high !== null && high < claim.atLeast ? false : null
  }
  if (high !== null && high <= claim.atMost) return true
  return low !== null && low > claim.atMost ? false : null
}
