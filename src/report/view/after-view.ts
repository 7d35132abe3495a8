import { AFTER_WORDS, ratioInWords } from '../../model/after-words.ts'
import { formatDuration } from '../../model/duration.ts'
import type { AfterMeasure } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { Verdict } from '../../model/verdict.ts'
import { VERDICT_WORDS } from './words.ts'

/** One claim of how a journey is served after the recovery, held against before. */
export interface AfterView {
  readonly journey: string
  readonly what: string
  readonly before: string
  readonly after: string
  readonly ratio: string
  readonly target: string
  readonly verdict: Verdict
  readonly word: string
}

/** The claims in words. */
export function afterViews({ after }: DrillMeasures): readonly AfterView[] {
  return after.map(one => {
    const verdict = one.met === null ? 'inconclusive' : one.met ? 'passed' : 'failed'
    return {
      journey: one.journey,
      what: AFTER_WORDS[one.what],
      before: shown(one, one.before),
      after: shown(one, one.after),
      ratio: ratioInWords(one),
      target: `${one.what === 'capacity' ? 'at least' : 'at most'} ${one.targetRatio} times`,
      verdict,
      word: VERDICT_WORDS[verdict],
    }
  })
}

function shown({ what }: AfterMeasure, value: number | null): string {
  if (value === null) return 'not seen'
  return what === 'capacity' ? `${Number(value.toFixed(1))} a second` : formatDuration(value)
}
