import { formatDuration } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import { measuredPercent } from '../../../model/percent.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import { qualityFigure } from '../first-screen/quality-figure.ts'
import { rpoView } from '../first-screen/rpo-view.ts'
import { rtoView } from '../first-screen/rto-view.ts'
import { counted, offset } from '../words.ts'
import { all, type EvidenceField, field } from './field.ts'

/** What was done and what was seen. */
export function execution(measures: DrillMeasures, { rare, started }: ChroniclePicture): readonly EvidenceField[] {
  const { faults, journeys, runbook, notes, t0 } = measures
  const tripped = rare.flatMap(event => (event.type === 'guard.tripped' ? [`${event.guard}: ${event.detail}`] : []))
  const steps = (runbook?.steps ?? []).flatMap(({ title, outcome }, i) =>
    outcome === null || outcome === 'done' ? [] : [`step ${i + 1}, ${title}: ${outcome}`],
  )
  return [
    field(22, 'Timeline', 'under “Timeline”, as a picture and as a table; all of it in journal.jsonl'),
    field(23, 'Faults', all(faults.map(fault => `${fault.id}: ${fault.words}, ${EFFECT_WORDS[fault.effect]}`))),
    field(24, 'Steady state', all(journeys.map(steadyWords))),
    field(25, 'Stop conditions', stopWords(started, tripped)),
    field(26, 'Deviations from the runbook', runbook === null ? '' : steps.length === 0 ? 'none' : all(steps)),
    field(
      27,
      'Observations of people',
      all(notes.map(({ atMs, by, text }) => `${offset(atMs - (t0 ?? 0))}, ${by}: ${text}`)),
    ),
  ]
}

function stopWords(started: ChroniclePicture['started'], tripped: readonly string[]): string {
  if (tripped.length > 0) return all(tripped)
  const guards = started?.scenario.guards.length ?? 0
  return guards === 0 ? 'no guards were set' : `${counted(guards, 'guard')} watched all the time; none fired`
}

const EFFECT_WORDS = { bitten: 'proven to bite', 'not-bitten': 'did not bite', unknown: 'not proven to bite' } as const

function steadyWords({
  name,
  samples,
  bad,
  baselineP50Ms,
  p50Ms,
  availabilityRatio,
}: DrillMeasures['journeys'][number]) {
  const latency = (ms: number | null) => (ms === null ? 'not observed' : formatDuration(ms))
  const availability = availabilityRatio === null ? 'not observed' : measuredPercent(availabilityRatio)
  return `${name}: median ${latency(baselineP50Ms)} before, ${latency(p50Ms)} in all; ${counted(samples, 'sample')}, ${bad} bad, availability ${availability}`
}

/** What it came to. */
export function results(measures: DrillMeasures, { rare }: ChroniclePicture): readonly EvidenceField[] {
  const rto = rtoView(measures)
  const rpo = rpoView(measures)
  const quality = qualityFigure(measures)
  const { split, t0, reasons, isolation } = measures
  const detect = split.detectMs === null ? '' : `detected after ${formatDuration(split.detectMs)}`
  const restore = rto.state !== 'restored' ? rto.value : `restored after ${formatDuration(split.restoreMs ?? 0)}`
  const packed = rare.flatMap(event =>
    event.type === 'parachute.packed'
      ? [`${event.file} of ${event.component}: ${counted(event.rows, 'row')}, sha256 ${event.sha256}`]
      : [],
  )
  return [
    field(28, 'RTO achieved', `${rto.value}, target ${rto.target}. ${rto.note}`),
    field(29, 'RPO achieved', rpo.measured ? `${rpo.value}, target ${rpo.target}. ${rpo.note}` : ''),
    field(30, 'Backup used', all(packed)),
    field(31, 'Time to detect and recover', t0 === null ? '' : all([detect, restore])),
    field(32, 'Performance after recovery', performance(measures)),
    field(
      33,
      'Quality after recovery',
      quality.measured
        ? `${quality.value}${quality.against === '' ? '' : ` (${quality.against})`}. ${quality.note}`
        : '',
    ),
    field(34, 'Security during disruption', isolation === null ? '' : securityWords(isolation)),
    field(
      35,
      'Verdict of each objective',
      all(
        reasons.map(reason => `${reason.verdict}: ${reason.text}`),
        ' ',
      ),
    ),
  ]
}

function performance({ journeys }: DrillMeasures): string {
  return all(
    journeys.map(({ name, p50Ms, p99Ms }) =>
      p50Ms === null || p99Ms === null
        ? ''
        : `${name}: p50 ${formatDuration(p50Ms)}, p99 ${formatDuration(p99Ms)} of good answers`,
    ),
  )
}

function securityWords({ canaries, intruders }: NonNullable<DrillMeasures['isolation']>): string {
  const letIn = intruders.reduce((total, intruder) => total + intruder.letIn, 0)
  const tried = intruders.reduce((total, intruder) => total + intruder.tried, 0)
  return all([
    canaries.planted === 0 ? '' : `${canaries.planted} canaries planted, ${canaries.seen} seen by another tenant`,
    tried === 0 ? '' : `${tried} attempts with keys that must be refused, ${letIn} let in`,
  ])
}
