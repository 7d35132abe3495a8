import type { DrillMeasures } from '../../model/measures.ts'
import { type Explanation, step } from './explanation.ts'

/** Every judgement, worst first, and the line it rests on where there is one line that says it. */
export function explainVerdict({ verdict, reasons }: DrillMeasures): Explanation {
  return {
    name: 'verdict',
    title: 'Verdict',
    figure: verdict,
    meaning: 'Every rule says its sentence; the worst sentence wins. When in doubt it is inconclusive.',
    steps: reasons.map(reason =>
      reason.seq === null
        ? step(`${reason.verdict}: ${reason.text}`)
        : step(`${reason.verdict}: ${reason.text}`, reason.seq),
    ),
  }
}
