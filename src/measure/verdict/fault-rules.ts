import type { FaultKind } from '../../model/fault.ts'
import type { Reason } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { inconclusive, restingOn, type Said, type Unjudged } from './rule.ts'

/** Whether every fault was seen to have an effect. */
export function didItBite({ faults }: Unjudged): readonly Said[] {
  return faults
    .filter(fault => fault.effect !== 'bitten')
    .map(({ id, kind, component, words, effect, seen }) => {
      const how = effect === 'not-bitten' ? 'did not bite' : 'could not be shown to bite'
      const sentence = inconclusive(`Fault ${id} (${words}) ${how}: ${withoutStop(seen)}.`, adviceOn(kind, component))
      return restingOn(sentence, `effect ${id}`)
    })
}

/** A Toxiproxy that was started anew has forgotten our toxics: what then looks like a recovery is none. */
export function didItHold({ faults, outcome }: Unjudged): readonly Reason[] {
  // A drill that was stopped or broke off says so itself, and ends inconclusive anyway.
  if (outcome !== 'completed') return []
  return faults.flatMap(({ id, words, early, injectedMs }) =>
    early === undefined || injectedMs === null
      ? []
      : [
          inconclusive(
            `Fault ${id} (${words}) ended before it was put back: ${early}. So nobody knows what the platform came back from.`,
            'Find out what ended it (a Toxiproxy that was started anew, a lease that ran out, somebody else), then drill again.',
          ),
        ],
  )
}

/** What to look at when a fault had no effect. */
function adviceOn(kind: FaultKind, component: string): string {
  if (kind === 'disk.fill')
    return `Give ${component} a small disk of its own, or let the fault take more of this one ("most").`
  if (kind === 'cpu.squeeze') return 'Let more programs compute ("workers"), or drill on a smaller machine.'
  if (kind === 'custom')
    return `Give the fault a "look" that succeeds while ${component} is damaged, and see what its command says.`
  if (kind.startsWith('process.') || kind.startsWith('container.'))
    return `See in the logs what became of ${component}.`
  return `Check that the platform really reaches ${component} through its route.`
}
