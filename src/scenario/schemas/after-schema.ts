import { z } from 'zod'
import type { AfterTargets } from '../../model/scenario.ts'
import { parseShare } from '../../model/share.ts'
import { share } from './fault-frame.ts'

const times = (what: string) =>
  z
    .string({ error: 'times' })
    .regex(/^\d+(\.\d+)?x$/, { error: 'times' })
    .optional()
    .meta({ description: `How much longer ${what} good answers may take than before`, examples: ['1.5x'] })

/** What a scenario claims of how users are served once it is over, as it is written. */
export const afterTargets = z
  .strictObject({
    capacity: share('How many good answers a second there must be, of those there were before'),
    p50: times('half of all'),
    p95: times('95 % of all'),
    p99: times('99 % of all'),
  })
  .meta({
    description: 'How every journey must be served after its last outage, held against before',
    minProperties: 1,
    examples: ['{ capacity: 95%, p50: 1.5x }'],
  })

/** The same as ratios; undefined where nothing is claimed. */
export function resolveAfter(written: z.infer<typeof afterTargets> | undefined): AfterTargets | undefined {
  if (written === undefined) return undefined
  const times = (of: string | undefined) => (of === undefined ? undefined : Number.parseFloat(of))
  return {
    capacityRatio: written.capacity === undefined ? undefined : parseShare(written.capacity),
    p50Ratio: times(written.p50),
    p95Ratio: times(written.p95),
    p99Ratio: times(written.p99),
  }
}
