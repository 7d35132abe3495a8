import { formatDuration } from '../../model/duration.ts'
import type { JourneyMeasure, Outage } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { reasonCounts } from './words.ts'

/** One thing that users met. */
export interface ImpactView {
  readonly words: string
  /** The first error of the longest outage, as the platform put it. */
  readonly error: string
}

const LONGEST_ERROR = 160

/** What users met: outages journey by journey, and the time they had to do with degraded answers. Never empty. */
export function impactViews({ journeys, split, endedMs }: DrillMeasures): readonly ImpactView[] {
  const asked = journeys.reduce((total, journey) => total + journey.samples, 0)
  if (asked === 0) return [plain('Nobody asked, so nobody knows.')]
  const down = journeys.filter(journey => journey.outages.length > 0).map(journey => impactOf(journey, endedMs))
  const degraded = split.degradedMs === 0 ? [] : [plain(degradedWords(split))]
  return [...(down.length === 0 ? [plain('No journey was down.')] : down), ...degraded]
}

function plain(words: string): ImpactView {
  return { words, error: '' }
}

function degradedWords({ degradedMs, modes }: DrillMeasures['split']): string {
  return `Answers were degraded for ${formatDuration(degradedMs)} (${modes.join(', ')}).`
}

function impactOf({ name, outages }: JourneyMeasure, endedMs: number): ImpactView {
  const lengthMs = (outage: Outage) => (outage.toMs ?? endedMs) - outage.fromMs
  const totalMs = outages.reduce((total, outage) => total + lengthMs(outage), 0)
  const longest = outages.reduce((sofar, outage) => (lengthMs(outage) > lengthMs(sofar) ? outage : sofar))
  const times = outages.length === 1 ? '' : `${outages.length} times, `
  const inAll = outages.length === 1 ? '' : ' in all'
  const end = outages.at(-1)?.toMs === null ? ' until the drill ended' : ''
  return {
    words: `Journey ${name} was down ${times}for ${formatDuration(totalMs)}${inAll}${end}: ${reasonCounts(longest.reasons)}.`,
    error: shortened(longest.detail ?? ''),
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_ERROR ? text : `${text.slice(0, LONGEST_ERROR).toWellFormed().trimEnd()}…`
}
