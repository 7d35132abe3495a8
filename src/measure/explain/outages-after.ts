import type { Outage } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'

/** One outage, and the journey it is of. */
export interface JourneyOutage {
  readonly journey: string
  readonly outage: Outage
}

/** The outages that were not over at a moment, in the order in which they ended. */
export function outagesAfter(journeys: DrillMeasures['journeys'], atMs: number): readonly JourneyOutage[] {
  return journeys
    .flatMap(({ name, outages }) => outages.map(outage => ({ journey: name, outage })))
    .filter(({ outage }) => endOf(outage) > atMs)
    .toSorted((a, b) => endOf(a.outage) - endOf(b.outage))
}

function endOf({ toMs }: Outage): number {
  return toMs ?? Number.POSITIVE_INFINITY
}
