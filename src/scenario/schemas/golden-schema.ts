import { z } from 'zod'
import { parseDuration } from '../../model/duration.ts'
import type { GoldenGate } from '../../model/golden.ts'
import { duration, text, whole } from '../../yaml/written-values.ts'

const PERCENTAGE = /^\d+(\.\d+)?%$/

const margin = (description: string) =>
  z
    .string({ error: 'margin' })
    .regex(PERCENTAGE, { error: 'margin' })
    .refine(written => !PERCENTAGE.test(written) || isMargin(Number.parseFloat(written)), { error: 'margin' })
    .meta({ description, examples: ['5%'] })

/** What a scenario asks of a golden set, as it is written. */
export const goldenGateSchema = z
  .strictObject({
    set: text('The golden set that is asked before the damage and after the recovery'),
    margin: margin('How much worse than before answers may be after the recovery'),
    during: z
      .strictObject({
        set: text('The golden set that is asked while something is broken; the same unless given').optional(),
        margin: margin('How much worse answers may be while something is broken'),
        after: duration('Not asked before this long after the first fault; at once unless given', {
          least: '0s',
        }).optional(),
      })
      .optional()
      .meta({ description: 'What is asked of answers while something is broken' }),
    sampling: z
      .strictObject({
        cases: whole('How many cases are asked in turn', 1, 1000),
        every: duration('How often one of them is asked'),
      })
      .optional()
      .meta({ description: 'A few cases asked all the time, to see when quality was back' }),
    baseline: z
      .enum(['asked', 'stored'])
      .optional()
      .meta({ description: 'Where the baseline comes from: asked before the damage unless given, or the stored one' }),
  })
  .meta({ description: 'How good answers must be before the platform counts as recovered' })

export type WrittenGoldenGate = z.infer<typeof goldenGateSchema>

/** What a scenario asks of a golden set, with all that was left unsaid. */
export function resolveGoldenGate(written: WrittenGoldenGate): GoldenGate {
  const { during, sampling } = written
  return {
    set: written.set,
    marginRatio: ratio(written.margin),
    during: during && {
      set: during.set ?? written.set,
      marginRatio: ratio(during.margin),
      notBeforeMs: ms(during.after),
    },
    sampling: sampling && { cases: sampling.cases, everyMs: ms(sampling.every) },
    baseline: written.baseline ?? 'asked',
  }
}

function isMargin(percent: number): boolean {
  return percent > 0 && percent < 100
}

function ratio(percent: string): number {
  return Number.parseFloat(percent) / 100
}

function ms(written: string | undefined): number {
  return (written === undefined ? undefined : parseDuration(written)) ?? 0
}
