import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { IsolationMeasure, LeakedKeyMeasure, LoadMeasure, Sighting, VictimMeasure } from '../../model/isolation.ts'
import { listed } from '../../model/listed.ts'
import type { Reason } from '../../model/measures.ts'
import { formatPercent } from '../../model/percent.ts'
import { failed, inconclusive, passed, type Unjudged } from '../verdict/rule.ts'

/** Whether the neighbours of a misbehaving tenant were left in peace, and whether everybody was told only what is theirs. */
export function neighboursInPeace({ isolation, t0, outcome }: Unjudged): readonly Reason[] {
  if (isolation === null) return []
  return [
    ...nothingLeaked(isolation, outcome),
    ...intrudersRefused(isolation),
    ...(t0 === null
      ? []
      : [...loadsWereSent(isolation), ...neighboursServed(isolation), ...isolation.loads.flatMap(withinQuota)]),
    ...(t0 === null ? [] : isolation.leakedKeys.map(key => keyRefused(key, isolation))),
  ]
}

function nothingLeaked({ canaries, targets }: IsolationMeasure, outcome: Unjudged['outcome']): readonly Reason[] {
  const { planted, notPlanted, searched, seen, places, sightings } = canaries
  const [first] = sightings
  if (seen > targets.leaks && first !== undefined) {
    const whom = first.seenBy ?? 'somebody without a key'
    const hidden = first.place === null ? '' : `, hidden in ${first.place}`
    const rest = seen === 1 ? '' : `, and ${seen - 1} more${waysInWords(sightings)}`
    return [
      failed(
        `${whom} was told what belongs to ${first.owner}${hidden} (${first.where}, ${formatDuration(first.atMs)} into the drill${rest}).`,
        `Find out how ${first.where} can tell one tenant another's data; nothing else matters before that.`,
      ),
    ]
  }
  if (planted + notPlanted.length === 0) return []
  if (notPlanted.length > 0) {
    const text = `Nobody can say that nothing leaked: no text could be hidden in ${notPlanted.join(', ')}.`
    return [inconclusive(text, 'Mend the request that plants the canary in the platform file.')]
  }
  if (searched === 0) {
    if (outcome !== 'completed') return []
    return [inconclusive('Nobody can say that nothing leaked: no answer was searched.', 'Drill again.')]
  }
  const among = places.length < 2 ? '' : ` in ${listed(places.map(({ place }) => place))}`
  const figure = `${planted} hidden texts${among}, ${searched} answers searched`
  return [passed(`No tenant was told what belongs to another: ${figure}.`)]
}

/** Where else somebody has to look. */
function waysInWords([first, ...others]: readonly Sighting[]): string {
  const ways = [...new Set(others.map(({ where }) => where))].filter(where => where !== first?.where)
  return ways.length === 0 ? '' : `; also by ${listed(ways.slice(0, 5))}`
}

function intrudersRefused({ intruders }: IsolationMeasure): readonly Reason[] {
  const letIn = intruders.filter(intruder => intruder.letIn > 0)
  if (letIn.length > 0) {
    return letIn.map(({ intruder, key, letIn, tried, firstLetInMs, lastLetInMs, detail }) => {
      const when = `from ${formatDuration(firstLetInMs ?? 0)} to ${formatDuration(lastLetInMs ?? 0)} into the drill`
      return failed(
        `A key that must be refused opened ${intruder} (${key}) ${letIn} of ${tried} times, ${when}: ${detail}.`,
        `Find out what checks keys for ${intruder}, and what it does while something else is broken.`,
      )
    })
  }
  const tried = intruders.reduce((sum, intruder) => sum + intruder.tried, 0)
  if (tried === 0) return []
  const refused = intruders.reduce((sum, intruder) => sum + intruder.refused, 0)
  if (refused === 0) {
    const text = `None of ${tried} tries with keys that must be refused was answered, so nobody knows whether they would be.`
    return [inconclusive(text, 'Check the requests of the intruders in the platform file.')]
  }
  const silent = tried - refused === 0 ? '' : `, and ${tried - refused} got no answer`
  return [passed(`Keys that must be refused were: ${refused} of ${tried} tries were turned down${silent}.`)]
}

function loadsWereSent({ loads }: IsolationMeasure): readonly Reason[] {
  return loads.flatMap(({ tenant, bottleneck, end, sent, due, capped }) => [
    ...(bottleneck === null
      ? []
      : [
          inconclusive(
            `The load of ${tenant} was held up by this machine: ${bottleneck}.`,
            'Send less, or send from a machine with time to spare.',
          ),
        ]),
    ...(end === 'broken' || end === 'orphaned' || sent === 0
      ? [
          inconclusive(
            `The load of ${tenant} did not last: ${sent} of ${due} requests left.`,
            'See load.log, then drill again.',
          ),
        ]
      : []),
    ...(end === 'bytes' || end === 'tokens' || end === 'money'
      ? [inconclusive(`The load of ${tenant} ended early at its cap on ${end}.`, 'Raise the cap, or ask for less.')]
      : []),
    ...(capped > 0 && capped > due / 2
      ? [inconclusive(`Most of the load of ${tenant} was held back by its caps.`, 'Raise the caps, or ask for less.')]
      : []),
  ])
}

function neighboursServed(isolation: IsolationMeasure): readonly Reason[] {
  const { loads, victims, targets } = isolation
  if (loads.length === 0) return []
  if (victims.length === 0) {
    const text = 'Nobody knows how the neighbours fared: no journey is asked with the key of another tenant.'
    return [inconclusive(text, 'Add a journey of another tenant to the platform file.')]
  }
  const judged = [
    ...(targets.p99Ratio === null ? [] : victims.map(victim => asQuick(victim, targets.p99Ratio ?? 0))),
    ...(targets.errorsRatio === null ? [] : victims.map(victim => asRight(victim, targets.errorsRatio ?? 0))),
  ]
  return [...judged, ...pace(isolation, judged)]
}

// Of fewer samples the slowest one is the p99, and one slow answer would decide.
const ENOUGH = 100

function asQuick(victim: VictimMeasure, target: number): Reason {
  const { tenant, before, during, p99Ratio, p99Range } = victim
  const who = nameOf(victim)
  if (p99Ratio === null || p99Range === null || before.samples < ENOUGH || during.samples < ENOUGH) {
    const text = `How much slower journey ${who} became cannot be told from ${before.samples} samples before and ${during.samples} during the load.`
    return inconclusive(
      text,
      `Let the baseline and the load last for at least ${ENOUGH} samples of every journey, and answers come in at all.`,
    )
  }
  const figure = `p99 ${formatDuration(during.p99Ms ?? 0)} during the load, ${formatDuration(before.p99Ms ?? 0)} before`
  const became = `Journey ${who} became ${times(p99Ratio)} slower: ${figure}`
  if (p99Ratio <= target)
    return passed(`Journey ${who} kept its pace: ${figure} (${times(p99Ratio)}; ${times(target)} is allowed).`)
  const [least] = p99Range
  if (least > target) {
    const advice = `Give ${tenant} a share of the platform that nobody else can use up.`
    return failed(`${became}; ${times(target)} is allowed.`, advice)
  }
  const text = `${became}; with so few samples it may as well be ${times(least)}, and ${times(target)} is allowed.`
  return inconclusive(text, 'Let the baseline and the load last longer.')
}

function asRight(victim: VictimMeasure, target: number): Reason {
  const { tenant, before, during, errorsDelta } = victim
  const who = nameOf(victim)
  if (errorsDelta === null)
    return inconclusive(`Journey ${who} was not asked during the load.`, 'Let the load last longer.')
  const figure = `${during.bad} of ${during.samples} answers were bad during the load, ${formatPercent(before.errorRatio ?? 0)} before`
  const allowed = (before.errorRatio ?? 0) + target
  if (errorsDelta <= target) return passed(`Journey ${who} was answered as ever: ${figure}.`)
  const text = `Journey ${who} was not answered as ever: ${figure}; ${formatPercent(allowed)} is allowed`
  // One bad answer among a few hundred is more than one in a thousand, but no evidence of it.
  if (chanceOf(during.bad, during.samples, allowed) < 0.05) {
    const advice = `Keep what ${tenant} needs out of reach of the others: limits, queues and pools of its own.`
    return failed(`${text}.`, advice)
  }
  return inconclusive(`${text}, and so few samples cannot tell.`, 'Let the load last longer.')
}

/** How likely so many bad ones or more are among so many samples, if no more than the allowed share of all is bad. */
function chanceOf(bad: number, samples: number, ratio: number): number {
  if (ratio <= 0) return bad > 0 ? 0 : 1
  let term = (1 - ratio) ** samples
  let fewer = 0
  for (let n = 0; n < bad; n++) {
    fewer += term
    term *= ((samples - n) / (n + 1)) * (ratio / (1 - ratio))
  }
  return 1 - fewer
}

/** `ask of acme`, whatever the file calls it. */
function nameOf({ journey, tenant }: VictimMeasure): string {
  return `${journey.endsWith(`@${tenant}`) ? journey.slice(0, -tenant.length - 1) : journey} of ${tenant}`
}

/** When it was quiet again: told, and only judged where nothing else is claimed. */
function pace(
  { isolateMs, recoverMs, precisionMs, loads }: IsolationMeasure,
  judged: readonly Reason[],
): readonly Reason[] {
  if (loads.every(load => load.stoppedMs === null)) return []
  const text = `${isolatedInWords(isolateMs, precisionMs)}${recoveredInWords(recoverMs, precisionMs)}`
  // Where nothing is claimed of their pace, other damage may be all that disturbed them.
  if (isolateMs !== null || judged.length === 0) return [passed(text)]
  const advice = 'Limit what one tenant can take, so that the others are left in peace while it lasts.'
  return [judged.some(({ verdict }) => verdict === 'failed') ? failed(text, advice) : inconclusive(text, advice)]
}

function isolatedInWords(isolateMs: number | null, precisionMs: number): string {
  if (isolateMs === 0) return 'No second of the load disturbed a neighbour.'
  if (isolateMs === null) return 'The neighbours were disturbed until the load ended.'
  return `The neighbours were in peace again ${formatMeasured(isolateMs, precisionMs)} after the load began.`
}

function recoveredInWords(recoverMs: number | null, precisionMs: number): string {
  if (recoverMs === 0) return ''
  if (recoverMs === null) return ' Whether they were in peace after its end was not seen.'
  return ` After its end that took ${formatMeasured(recoverMs, precisionMs)} more.`
}

function withinQuota({ tenant, overQuota, served, sent }: LoadMeasure): readonly Reason[] {
  if (overQuota === null) return []
  if (overQuota === 0) return [passed(`${tenant} was served ${served} of ${sent} requests, not one over its quota.`)]
  const text = `${tenant} was served ${overQuota} requests more than its quota allows.`
  return [failed(text, 'Find out where requests are counted, and who counts them twice or not at all.')]
}

function keyRefused(key: LeakedKeyMeasure, { targets }: IsolationMeasure): Reason {
  const { tenant, refusalMs, precisionMs, servedAfterwards, met } = key
  if (refusalMs === null) {
    return failed(
      `The stolen key of ${tenant} was never refused for good.`,
      `Write down, and rehearse, how a key of ${tenant} is revoked.`,
    )
  }
  const figure = `The stolen key of ${tenant} was refused ${formatMeasured(refusalMs, precisionMs)} after its leak was declared`
  const again =
    servedAfterwards === 0 ? '' : `, though it opened doors ${servedAfterwards} times more after a first refusal`
  if (servedAfterwards > 0) {
    return failed(`${figure}${again}.`, 'Find out which part had not heard yet that the key is revoked.')
  }
  if (met === false) {
    return failed(
      `${figure}, over the target of ${formatDuration(targets.refusalMs ?? 0)}.`,
      'Shorten the way from the declaration to the revocation.',
    )
  }
  if (met === null && targets.refusalMs !== null) {
    return inconclusive(
      `${figure}; the target of ${formatDuration(targets.refusalMs)} lies within the error bar.`,
      'Let the thief ask more often.',
    )
  }
  return passed(`${figure}.`)
}

function times(ratio: number): string {
  return `${Number(ratio.toFixed(2))}x`
}
