import type { DrillMeasures } from '../../../model/measures.ts'
import { counted, type Term } from '../words.ts'
import { rpoView } from './rpo-view.ts'
import { rtoView } from './rto-view.ts'

/** What somebody asks first, in four lines: for screens too small for the whole first page. */
export function inShort(measures: DrillMeasures): readonly Term[] {
  const { faults, followUps } = measures
  const broken = faults.filter(fault => fault.injectedMs !== null).map(fault => fault.words)
  return [
    { term: 'Broken', text: firstOf(broken, 'nothing') },
    { term: 'Back in time', text: backWords(measures) },
    { term: 'Data lost', text: lostWords(measures) },
    {
      term: 'To do',
      text: firstOf(
        followUps.map(({ text }) => text),
        'nothing',
      ),
    },
  ]
}

function firstOf([first, ...others]: readonly string[], none: string): string {
  if (first === undefined) return none
  return others.length === 0 ? first : `${first.replace(/\.$/, '')} (and ${others.length} more)`
}

function backWords(measures: DrillMeasures): string {
  const { value, target, met, state } = rtoView(measures)
  if (state === 'not-measured') return 'nobody can tell'
  if (measures.rto.targetMs === null) return `${value}; no target was set`
  const answer = { yes: 'yes', no: 'no', unknown: 'nobody can tell' }[met]
  return `${answer}: ${value}, target ${target}`
}

function lostWords(measures: DrillMeasures): string {
  const { measured, value, hasTarget, target } = rpoView(measures)
  if (!measured) return 'not measured'
  const { lost } = measures.rpo
  const what = lost === 0 || value.includes('lost') ? value : `${counted(lost, 'write')}: ${value}`
  return hasTarget ? `${what}, target ${target}` : what
}
