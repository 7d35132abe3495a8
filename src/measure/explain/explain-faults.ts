import type { DrillMeasures, FaultMeasure } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import type { Found } from './witnesses.ts'

/** Each fault from its intent to its undo, and the proof that it bit. */
export function explainFaults({ faults }: DrillMeasures, found: Found): Explanation {
  return {
    name: 'faults',
    title: 'Faults',
    figure: faults.length === 1 ? '1 fault' : `${faults.length} faults`,
    meaning: 'Intent and undo are on the disk before the act; a fault counts only if it is shown to have bitten.',
    steps: faults.flatMap(fault => stepsOf(fault, found)),
  }
}

function stepsOf(fault: FaultMeasure, found: Found): readonly Step[] {
  const { id, words, intendedMs, effect, seen, undoneMs, undo } = fault
  const injected = found.injected.get(id)
  return [
    step(`${id}: ${words}; intended at ${exact(intendedMs)}, with its undo.`, found.intended.get(id)),
    injected === undefined
      ? step(`${id}: the act was never acknowledged.`)
      : step(`${id}: begun at ${exact(injected.startedMs)}, acknowledged at ${exact(injected.ackMs)}.`, injected.seq),
    found.effects.has(id)
      ? step(`${id}: ${effect}; ${withoutStop(seen)}.`, found.effects.get(id))
      : step(`${id}: ${effect}; ${withoutStop(seen)}.`),
    found.undone.has(id)
      ? step(
          `${id}: ${undoneMs === null ? 'not put back' : `put back at ${exact(undoneMs)}`} (${undo}).`,
          found.undone.get(id),
        )
      : step(`${id}: ${undo}.`),
  ]
}
