import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type {
  HidingPlaceMeasure,
  IsolationMeasure,
  LoadMeasure,
  Sighting,
  VictimMeasure,
} from '../../model/isolation.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { measuredPercent } from '../../model/percent.ts'
import { formatSize } from '../../model/size.ts'
import { counted } from './words.ts'

/** How the neighbours of a misbehaving tenant fared, in words. */
export interface IsolationView {
  /** The figures that matter most. */
  readonly figures: readonly { readonly term: string; readonly text: string }[]
  readonly victims: readonly VictimView[]
  readonly loads: readonly LoadView[]
  readonly secrets: readonly SecretView[]
}

export interface VictimView {
  readonly tenant: string
  readonly journey: string
  readonly before: string
  readonly during: string
  readonly after: string
  readonly p50: string
  readonly p95: string
  readonly p99: string
  readonly errors: string
  readonly throughput: string
}

export interface LoadView {
  readonly tenant: string
  readonly asked: string
  readonly got: string
  readonly latency: string
  readonly share: string
  readonly quota: string
  readonly cost: string
  readonly sender: string
}

export interface SecretView {
  readonly what: string
  readonly tried: string
  readonly outcome: string
  readonly good: boolean
}

/** Undefined where no tenant misbehaved and nobody looked for leaks. */
export function isolationView({ isolation }: DrillMeasures): IsolationView | undefined {
  if (isolation === null) return undefined
  return {
    figures: figures(isolation),
    victims: isolation.victims.map(victimView),
    loads: isolation.loads.map(loadView),
    secrets: secretViews(isolation),
  }
}

function figures(isolation: IsolationMeasure) {
  const { p50Ratio, p95Ratio, p99Ratio, errorsDelta, throughputRatio, fairness, targets, precisionMs } = isolation
  if (isolation.loads.length === 0) return []
  const target = targets.p99Ratio === null ? '' : `, ${times(targets.p99Ratio)} allowed`
  const errorTarget = targets.errorsRatio === null ? '' : `, +${measuredPercent(targets.errorsRatio)} allowed`
  return [
    { term: 'p50, p95, p99', text: `${times(p50Ratio)}, ${times(p95Ratio)}, ${times(p99Ratio)}${target}` },
    { term: 'Bad answers', text: `${more(errorsDelta)}${errorTarget}` },
    {
      term: 'Good answers',
      text: throughputRatio === null ? 'not measured' : `${measuredPercent(throughputRatio)} of before`,
    },
    { term: 'Fairness (Jain)', text: fairness === null ? 'not measured' : fairness.toFixed(3) },
    { term: 'Until isolated', text: until(isolation.isolateMs, precisionMs, 'not before the load ended') },
    { term: 'Until recovered', text: until(isolation.recoverMs, precisionMs, 'not seen') },
  ]
}

function until(ms: number | null, precisionMs: number, never: string): string {
  return ms === null ? never : ms === 0 ? 'never disturbed' : formatMeasured(ms, precisionMs)
}

function victimView(victim: VictimMeasure): VictimView {
  const { tenant, journey, before, during, after } = victim
  const window = ({ samples, bad, p99Ms }: VictimMeasure['before']): string =>
    samples === 0 ? 'not asked' : `${counted(samples, 'sample')}, ${bad} bad, p99 ${took(p99Ms)}`
  return {
    tenant,
    journey,
    before: window(before),
    during: window(during),
    after: window(after),
    p50: times(victim.p50Ratio),
    p95: times(victim.p95Ratio),
    p99: `${times(victim.p99Ratio)}${range(victim.p99Range)}`,
    errors: `${more(victim.errorsDelta)}${victim.turnedAway > 0 ? `, ${victim.turnedAway} told to wait` : ''}`,
    throughput: victim.throughputRatio === null ? 'not measured' : measuredPercent(victim.throughputRatio),
  }
}

function range(p99Range: VictimMeasure['p99Range']): string {
  return p99Range === null ? '' : ` (${times(p99Range[0])} to ${times(p99Range[1])})`
}

function loadView(load: LoadMeasure): LoadView {
  const { sent, due, capped, served, turnedAway, outcomes, tokens, money, overQuota } = load
  const others = Object.entries(outcomes).filter(([outcome]) => !/^2|^429$|^503$/.test(outcome))
  const lastedMs = load.stoppedMs === null ? undefined : load.stoppedMs - load.startedMs
  return {
    tenant: load.tenant,
    asked: [
      `${counted(sent, 'request')} of ${due} due${lastedMs === undefined ? '' : ` in ${formatDuration(lastedMs)}`}`,
      ...(capped > 0 ? [`${capped} held back by caps`] : []),
      ...(load.end === null || load.end === 'stopped' ? [] : [`ended by ${load.end}`]),
    ].join(', '),
    got: [
      `${served} served`,
      `${turnedAway} told to wait`,
      ...others.map(([outcome, times]) => `${times} ${outcome}`),
    ].join(', '),
    latency: `p50 ${took(load.p50Ms)}, p99 ${took(load.p99Ms)}, at most ${took(load.maxMs)}`,
    share: load.shareRatio === null ? 'not known' : measuredPercent(load.shareRatio),
    quota: overQuota === null ? 'none declared' : overQuota === 0 ? 'kept to the request' : `${overQuota} over`,
    cost: [
      `${formatSize(load.sentBytes + load.heardBytes)}`,
      ...(tokens > 0 ? [`${tokens} tokens`] : []),
      ...(money === null ? [] : [`${money.toFixed(4)} spent`]),
    ].join(', '),
    sender:
      load.bottleneck ?? `kept its schedule, 99 of 100 within ${(load.lateP99Ms ?? 0).toFixed(1)} ms (${load.engine})`,
  }
}

function secretViews({ canaries, intruders, leakedKeys }: IsolationMeasure): readonly SecretView[] {
  return [
    ...canaries.places.map(place => hiddenView(place, canaries)),
    ...intruders.map(({ intruder, key, tried, refused, letIn }) => ({
      what: `${intruder}: ${key}`,
      tried: `${counted(tried, 'try').replace('trys', 'tries')}`,
      outcome:
        letIn === 0 ? `${refused} refused, ${tried - refused} without an answer` : `let in ${counted(letIn, 'time')}`,
      good: letIn === 0 && refused > 0,
    })),
    ...leakedKeys.map(({ tenant, refusalMs, precisionMs, servedAfterwards }) => ({
      what: `The stolen key of ${tenant}`,
      tried: 'from the declaration of the leak on',
      outcome:
        refusalMs === null ? 'never refused for good' : `refused after ${formatMeasured(refusalMs, precisionMs)}`,
      good: refusalMs !== null && servedAfterwards === 0,
    })),
  ]
}

function hiddenView(
  { place, planted, seen, stays }: HidingPlaceMeasure,
  { sightings, searched }: IsolationMeasure['canaries'],
): SecretView {
  const ways = sightings.filter(sighting => sighting.place === place)
  return {
    what: `A tenant’s text, hidden in ${place}, told to another`,
    tried: `${counted(planted, 'text')}, in ${counted(searched, 'answer')}${stays === true ? `; ${LEFT_BY_DESIGN}` : ''}`,
    outcome: seen === 0 ? 'never' : `${counted(seen, 'time')}: ${ways.slice(0, 5).map(sightingWords).join('; ')}`,
    good: seen === 0 && planted > 0,
  }
}

// Nothing is said to take it away: a history that is only ever added to, a memory that ages.
const LEFT_BY_DESIGN = 'left behind by design: nothing removes it, it expires with the place'

function sightingWords({ owner, seenBy, where }: Sighting): string {
  return `${seenBy ?? 'nobody known'} was told what is ${owner}’s by ${where}`
}

function times(ratio: number | null): string {
  return ratio === null ? 'not measured' : `${Number(ratio.toFixed(2))}x`
}

function more(delta: number | null): string {
  if (delta === null) return 'not measured'
  if (delta === 0) return 'no more than before'
  return `${delta < 0 ? '−' : '+'}${Number((Math.abs(delta) * 100).toFixed(2))} %`
}

function took(ms: number | null): string {
  return ms === null ? 'not measured' : formatDuration(ms)
}
