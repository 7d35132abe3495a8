import type { GateMeasure } from '../model/measures.ts'

/** Askings of one gate at one moment of a drill that came to the same verdict, one after the other: a gate that fails is asked again and again. */
export interface GateRun {
  readonly first: GateMeasure
  readonly last: GateMeasure
  readonly times: number
}

/** All askings, by runs, in the order in which these began. */
export function gateRuns(gates: readonly GateMeasure[]): readonly GateRun[] {
  const runs: GateRun[] = []
  const newest = new Map<string, number>()
  for (const gate of gates) {
    const index = newest.get(subjectOf(gate))
    const run = index === undefined ? undefined : runs[index]
    if (index === undefined || run?.last.verdict !== gate.verdict) {
      newest.set(subjectOf(gate), runs.push({ first: gate, last: gate, times: 1 }) - 1)
    } else runs[index] = { first: run.first, last: gate, times: run.times + 1 }
  }
  return runs
}

/** What each gate came to at each moment in the end. */
export function lastAskings(gates: readonly GateMeasure[]): readonly GateMeasure[] {
  return [...new Map(gates.map(gate => [subjectOf(gate), gate])).values()]
}

function subjectOf({ name, during }: GateMeasure): string {
  return `${during} ${name}`
}
