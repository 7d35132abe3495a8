import { listed } from '../../model/listed.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { RtoPart } from '../../model/recovery.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import { outagesAfter } from './outages-after.ts'
import { targetWords } from './target-words.ts'
import type { Found } from './witnesses.ts'

/** How long each part was away: the journeys that show it, the outage of theirs that ended last, and its target. */
export function explainParts(measures: DrillMeasures, found: Found): Explanation {
  const { parts } = measures.rto
  return {
    name: 'parts',
    title: 'Each part',
    figure: parts.length === 1 ? '1 part' : `${parts.length} parts`,
    meaning:
      'From t0, or from when a component was broken itself, until the journeys that show the part were good again; gates are asked of the whole.',
    steps: parts.length === 0 ? [step('No journey was asked.')] : parts.flatMap(part => stepsOf(part, measures, found)),
  }
}

function stepsOf(part: RtoPart, measures: DrillMeasures, found: Found): readonly Step[] {
  const who = `${part.of} ${part.name}`
  const target = targetWords(part)
  return [backStep(who, part, measures, found), ...(target === undefined ? [] : [step(`${who}: target ${target}.`)])]
}

function backStep(who: string, part: RtoPart, { t0, journeys }: DrillMeasures, found: Found): Step {
  const { state, fromMs, achievedMs, precisionMs } = part
  if (part.journeys.length === 0) return step(`${who}: no journey shows it, so nobody knows.`)
  if (fromMs === null || achievedMs === null) return step(`${who}${shownBy(part)}: not measured.`)
  const begun = `${exact(fromMs)} (${fromMs === t0 ? 't0' : 'when it was broken itself'})`
  const own = journeys.filter(({ name }) => part.journeys.includes(name))
  const last = outagesAfter(own, fromMs).at(-1)
  if (last === undefined) {
    const error = `± ${exact(precisionMs ?? 0)}: one interval, the act, and what we asked late at most`
    return step(`${who}${shownBy(part)}: no sample was bad after ${begun}: 0 s, ${error}.`)
  }
  const seen = found.outages.get(last.outage)
  const outage = part.journeys.length === 1 ? 'its last outage' : `the last outage, of ${last.journey},`
  if (state === 'still-down') {
    const text = `${outage} had not ended when nobody waited any longer, ${exact(achievedMs)} after ${begun}: a lower bound`
    return step(`${who}${shownBy(part)}: ${text}.`, seen?.firstBad?.seq, seen?.lastBad?.seq)
  }
  const endMs = fromMs + achievedMs
  const text = `${outage} ended at ${exact(endMs)}: ${exact(endMs)} − ${begun} = ${exact(achievedMs)} ± ${exact(precisionMs ?? 0)}`
  return step(`${who}${shownBy(part)}: ${text}.`, seen?.lastBad?.seq, seen?.answered?.seq, seen?.settled?.seq)
}

// Of a hundred tenants nobody reads the names; the report's table has them all.
const NAMED = 5

function shownBy({ of, name, journeys }: RtoPart): string {
  if (of === 'journey' && journeys.length === 1 && journeys[0] === name) return ''
  const more = journeys.length - NAMED
  return `, shown by ${listed(more > 1 ? [...journeys.slice(0, NAMED), `${more} more`] : journeys)}`
}
