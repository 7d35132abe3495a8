import { journalLine } from '../../model/journal-line.ts'

/** How one number came about: what it means, and step after step, each with the lines of the journal it rests on. */
export interface Explanation {
  readonly name: ExplainedNumber
  readonly title: string
  readonly figure: string
  readonly meaning: string
  readonly steps: readonly Step[]
}

/** The numbers that can be explained. */
export const EXPLAINED = ['verdict', 'rto', 'parts', 'rpo', 'split', 'journeys', 'after', 'faults', 'gates'] as const
export type ExplainedNumber = (typeof EXPLAINED)[number]

/** One step: a sentence, and the numbers of the journal's lines that show it, the first line being 1. */
export interface Step {
  readonly text: string
  readonly lines: readonly number[]
}

/** A step that rests on events; those that were never found rest on nothing, and say so. */
export function step(text: string, ...seqs: readonly (number | null | undefined)[]): Step {
  const lines = seqs.filter(seq => seq !== null && seq !== undefined).map(journalLine)
  return { text: seqs.length > 0 && lines.length === 0 ? `${text} (no line of the journal shows it)` : text, lines }
}

/** A moment or a length of time, exact to the millisecond: `4.210 s`. */
export function exact(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`
}
