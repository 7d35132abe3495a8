import { z } from 'zod'
import { parseSize } from '../../model/size.ts'
import { duration, text } from '../../yaml/written-values.ts'

/** What every kind of fault has in common. */
export const frame = {
  break: text('The component that is broken'),
  at: duration('When it breaks, counted from the first fault; at once unless given', { least: '0s' }).optional(),
  for: duration('How long it stays broken; until the drill heals unless given').optional(),
}

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
