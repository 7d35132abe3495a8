import type { DrillMeasures } from '../../model/measures.ts'
import { explainAfter } from './explain-after.ts'
import { explainFaults } from './explain-faults.ts'
import { explainGates } from './explain-gates.ts'
import { explainJourneys } from './explain-journeys.ts'
import { explainParts } from './explain-parts.ts'
import { explainRpo } from './explain-rpo.ts'
import { explainRto } from './explain-rto.ts'
import { explainSplit } from './explain-split.ts'
import { explainVerdict } from './explain-verdict.ts'
import type { Explanation } from './explanation.ts'
import type { Found } from './witnesses.ts'

/** How each number of a drill came about, from its numbers and the lines of its journal that show them. */
export function explain(measures: DrillMeasures, found: Found): readonly Explanation[] {
  return [
    explainVerdict(measures),
    explainRto(measures, found),
    explainParts(measures, found),
    explainRpo(measures, found),
    explainSplit(measures, found),
    explainJourneys(measures, found),
    explainAfter(measures),
    explainFaults(measures, found),
    explainGates(measures, found),
  ]
}
