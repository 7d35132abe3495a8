import { z } from 'zod'
import { parseSize } from '../../model/size.ts'
import { duration, text } from '../../yaml/written-values.ts'

/** What every kind of fault has in common. */
export const frame = {
  break: text('The component that is broken'),
  at: duration('When it breaks, counted from the first fault; at once unless given', { least: '0s' }).optional(),
  for: duration('How long it stays broken; until the drill heals unless given').optional(),
}

/** The word for a kind of fault, and what it stands for. */
export const kind = <Kind extends string>(name: Kind, description: string) => z.literal(name).meta({ description })

const SIZE = /^\d+(\.\d+)?(B|KB|MB|GB)$/

/** An amount of data. */
export function size(description: string, example: string, leastBytes = 0) {
  return z
    .string({ error: 'size' })
    .regex(SIZE, { error: 'size' })
    .refine(text => !SIZE.test(text) || (parseSize(text) ?? -1) >= leastBytes, { error: 'size' })
    .meta({ description, examples: [example] })
}

const PERCENTAGE = /^\d+(\.\d+)?%$/

const percentage = z
  .string()
  .regex(PERCENTAGE, { error: 'share' })
  .refine(text => !PERCENTAGE.test(text) || (Number.parseFloat(text) > 0 && Number.parseFloat(text) <= 100), {
    error: 'share',
  })
/** A part of all, as a percentage or a number. */
export const share = (description: string) =>
  z
    .union([z.number().gt(0, { error: 'share' }).max(1, { error: 'share' }), percentage], { error: 'share' })
    .optional()
    .meta({ description, examples: ['30%'] })
