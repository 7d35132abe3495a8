import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { IsolationMeasure, LeakedKeyMeasure, Sighting } from '../../model/isolation.ts'
import { listed } from '../../model/listed.ts'
import type { Reason } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { failed, inconclusive, passed, type Unjudged } from '../verdict/rule.ts'

/** Whether anybody was told what belongs to another. */
export function nothingLeaked(
  { canaries, targets }: IsolationMeasure,
  outcome: Unjudged['outcome'],
): readonly Reason[] {
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

/** Whether keys that must be refused were. */
export function intrudersRefused({ intruders }: IsolationMeasure): readonly Reason[] {
  const letIn = intruders.filter(intruder => intruder.letIn > 0)
  if (letIn.length > 0) {
    return letIn.map(({ intruder, key, letIn, tried, firstLetInMs, lastLetInMs, detail }) => {
      const when = `from ${formatDuration(firstLetInMs ?? 0)} to ${formatDuration(lastLetInMs ?? 0)} into the drill`
      return failed(
        `A key that must be refused opened ${intruder} (${key}) ${letIn} of ${tried} times, ${when}: ${withoutStop(detail ?? 'nobody noted how')}.`,
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

/** How soon a stolen key was refused. */
export function keyRefused(key: LeakedKeyMeasure, { targets }: IsolationMeasure): Reason {
  const { tenant, refusalMs, precisionMs, servedAfterwards, met } = key
  if (refusalMs === null) {
    return failed(
      `The stolen key of ${tenant} was never refused for good.`,
      `Write down, and rehearse, how a key of ${tenant} is revoked.`,
    )
  }
  const figure = `The stolen key of ${tenant} was refused ${formatMeasured(refusalMs, precisionMs)} after its leak was declared`
  if (servedAfterwards > 0) {
    return failed(
      `${figure}, though it opened doors ${servedAfterwards === 1 ? 'once' : `${servedAfterwards} times`} more after a first refusal.`,
      'Find out which part had not heard yet that the key is revoked.',
    )
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
