import { z } from 'zod'
import { duration, whole } from '../../yaml/written-values.ts'

/** What a scenario claims about the neighbours of a misbehaving tenant, as it is written. */
export const isolationTargets = z
  .strictObject({
    p99: z
      .string({ error: 'times' })
      .regex(/^\d+(\.\d+)?x$/, { error: 'times' })
      .optional()
      .meta({ description: 'How much slower the p99 of other tenants may become', examples: ['1.5x'] }),
    errors: z
      .string({ error: 'more' })
      .regex(/^\+\d+(\.\d+)?%$/, { error: 'more' })
      .optional()
      .meta({ description: 'How much larger the share of their bad answers may become', examples: ['+0.1%'] }),
    leaks: whole('How often one tenant may be told what belongs to another; never unless given', 0, 0).optional(),
    refusal: duration('How soon after its leak was declared a key must be refused').optional(),
  })
  .meta({
    description: 'How much the neighbours of a tenant that misbehaves may notice',
    minProperties: 1,
    examples: ['{ p99: 1.5x, errors: +0.1%, leaks: 0 }'],
  })
