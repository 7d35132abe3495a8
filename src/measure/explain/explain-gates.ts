import type { DrillMeasures } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { type GateRun, gateRuns, lastAskings } from '../gate-runs.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import { type Found, gateKey } from './witnesses.ts'

/** Every asking of every gate; of those that came to the same one after the other, the first and the last. */
export function explainGates({ gates }: DrillMeasures, found: Found): Explanation {
  const last = lastAskings(gates)
  const passed = last.filter(gate => gate.verdict === 'passed').length
  return {
    name: 'gates',
    title: 'Gates',
    figure: gates.length === 0 ? 'none asked' : `${passed} of ${last.length} passed`,
    meaning: 'Asked before the damage, once the platform seemed back, and after everything was put back.',
    steps: gateRuns(gates).map(run => runStep(run, found)),
  }
}

function runStep({ first, last, times }: GateRun, found: Found): Step {
  const { name, during, verdict, startedMs, endedMs, detail } = last
  const said = withoutStop(detail)
  const line = found.gates.get(gateKey(last))
  if (times === 1) return step(`${name} (${during}): ${verdict} in ${exact(endedMs - startedMs)}; ${said}.`, line)
  const asked = `asked ${times} times from ${exact(first.startedMs)} to ${exact(startedMs)}, ${verdict} each time`
  return step(`${name} (${during}): ${asked}; at last ${said}.`, found.gates.get(gateKey(first)), line)
}
