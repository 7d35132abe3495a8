import type { DrillMeasures } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { type Explanation, exact, step } from './explanation.ts'
import { type Found, gateKey } from './witnesses.ts'

/** Every asking of every gate. */
export function explainGates({ gates }: DrillMeasures, found: Found): Explanation {
  const passed = gates.filter(gate => gate.verdict === 'passed').length
  return {
    name: 'gates',
    title: 'Gates',
    figure: gates.length === 0 ? 'none asked' : `${passed} of ${gates.length} passed`,
    meaning: 'Asked before the damage, once the platform seemed back, and after everything was put back.',
    steps: gates.map(gate =>
      step(
        `${gate.name} (${gate.during}): ${gate.verdict} in ${exact(gate.endedMs - gate.startedMs)}; ${withoutStop(gate.detail)}.`,
        found.gates.get(gateKey(gate)),
      ),
    ),
  }
}
