import type { DrillMeasures, Reason } from '../../model/measures.ts'
import type { Scenario } from '../../model/scenario.ts'
import type { Ending } from '../folds/ending-fold.ts'

/** All numbers of a drill, before anybody says what they are worth. */
export type Unjudged = Omit<DrillMeasures, 'verdict' | 'reasons' | 'followUps'>

/** Looks at one thing and says its sentences about it. */
export type Rule = (measures: Unjudged, scenario: Scenario, ending: Ending) => readonly Said[]

/** A sentence, and the words by which the journal's lines know what it rests on: of several the last line. Without them it rests on the journal as a whole. */
export interface Said extends Reason {
  readonly rests?: readonly string[]
}

/** A sentence with what it rests on. */
export function restingOn(reason: Reason, ...rests: readonly string[]): Said {
  return { ...reason, rests }
}

/** Something that was as claimed. */
export function passed(text: string): Reason {
  return { verdict: 'passed', text, seq: null }
}

/** Something that nobody can tell, and what to do so that somebody can. */
export function inconclusive(text: string, advice: string): Reason {
  return { verdict: 'inconclusive', text, seq: null, advice }
}

/** Something that was not as claimed, and what to do about it. */
export function failed(text: string, advice: string): Reason {
  return { verdict: 'failed', text, seq: null, advice }
}
