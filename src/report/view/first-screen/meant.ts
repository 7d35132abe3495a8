import type { DrillMeasures } from '../../../model/measures.ts'
import type { Verdict } from '../../../model/verdict.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'

/** What a reader has to know of a sabotage twin beside its verdict: that it was meant to fail. Empty of every other drill. */
export function meantWords({ verdict, t0 }: DrillMeasures, { started }: ChroniclePicture): string {
  if (started?.scenario.expect.verdict !== 'failed') return ''
  return t0 === null ? `${TWIN}. Nothing was broken.` : `${TWIN}. ${SO_IT[verdict]}`
}

const TWIN = 'This is a sabotage twin: a drill of a platform that was weakened so that it must fail'

const SO_IT = {
  failed: 'It failed, as it was meant to: the drill can tell.',
  passed: 'It did not fail: either the platform is not as weak as the scenario says, or the drill cannot tell.',
  inconclusive: 'It did not fail either: this time the drill could not tell.',
} as const satisfies Record<Verdict, string>
