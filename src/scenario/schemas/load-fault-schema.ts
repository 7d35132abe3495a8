import { z } from 'zod'
import { LOAD_ENGINES } from '../../model/load.ts'
import { duration, frequency, text, whole } from '../../yaml/written-values.ts'
import { frame, kind, size } from './fault-frame.ts'

/** How many requests a recorded schedule may hold. */
const MOST_RECORDED = 100_000

const recording = z
  .strictObject({
    file: text(
      'The file with the times, as seen from this one: a CSV table, JSON lines, an access log, or one time in each line',
    ),
    at: text(
      'The column, or the key of each JSON line, that holds the time; what is usually called so unless given',
    ).optional(),
    speed: z
      .number()
      .gt(0)
      .max(1000)
      .optional()
      .meta({ description: 'So many times as fast as it happened; 1 unless given' }),
  })
  .meta({ description: 'A recording of when requests came' })

const arrivals = z
  .strictObject({
    constant: frequency('How many a second, evenly').optional(),
    poisson: frequency('How many a second on average, by chance: as independent users ask').optional(),
    ramp: z
      .strictObject({
        from: frequency('How many at first'),
        to: frequency('How many in the end'),
        over: duration('How long it takes to get there'),
      })
      .optional()
      .meta({ description: 'A rate that rises evenly, then stays' }),
    spike: z
      .strictObject({
        base: frequency('How many before and after'),
        peak: frequency('How many at the peak'),
        at: duration('When the peak begins', { least: '0s' }),
        for: duration('How long it lasts'),
      })
      .optional()
      .meta({ description: 'A rate that is much higher for a while' }),
    step: z
      .strictObject({
        from: frequency('How many at first'),
        by: frequency('How many more with each step'),
        every: duration('How long a step lasts'),
      })
      .optional()
      .meta({ description: 'A rate that rises a little every so often' }),
    replay: z
      .union([z.array(z.number().min(0)).min(1).max(MOST_RECORDED), z.string().min(1), recording], { error: 'replay' })
      .optional()
      .meta({
        description:
          'As it once happened: milliseconds from the first request, in order, or a file that says when requests came',
      }),
  })
  .refine(written => Object.keys(written).length === 1, { error: 'arrivals' })
  .meta({
    description: 'When requests leave; they wait for no answer',
    minProperties: 1,
    maxProperties: 1,
    examples: ['{ poisson: 200/s }'],
  })

const part = z.strictObject({
  journey: text('The journey whose request is sent, with the key of the tenant'),
  weight: z
    .number()
    .gt(0)
    .max(1000)
    .optional()
    .meta({ description: 'How often, beside the other requests; 1 unless given' }),
  size: size('How long its longest text is made: an expensive prompt, a huge upload', '20KB', 1).optional(),
  read: z
    .string({ error: 'rate' })
    .regex(/^\d+(\.\d+)?(B|KB|MB)\/s$/, { error: 'rate' })
    .optional()
    .meta({ description: 'How fast answers are read at most', examples: ['100B/s'] }),
  hold: duration('How long its connection is kept after only half of it was sent').optional(),
})

const caps = z
  .strictObject({
    rate: frequency('How many a second at most; 1000/s unless given').optional(),
    concurrency: whole('How many at once at most; 256 unless given', 1, 20_000).optional(),
    bytes: size('How much is sent and heard before the load ends; 1GB unless given', '100MB', 1).optional(),
    tokens: whole('How many tokens are spent before the load ends', 1, 1_000_000_000).optional(),
    money: z.number().gt(0).optional().meta({ description: 'How much is spent before the load ends; needs "price"' }),
    price: z.number().gt(0).optional().meta({ description: 'What a million tokens cost' }),
    tokensAt: z
      .string()
      .regex(/^\$/, { error: 'json-path' })
      .optional()
      .meta({
        description: 'Where an answer says how many tokens it took; reckoned from its length unless given',
        examples: ['$.usage.total_tokens'],
      }),
  })
  .meta({ description: 'What the load never goes beyond, whatever its schedule says' })

/** What is asked in a tenant's name, as it is written. */
export const loadFaults = [
  z.strictObject({
    kind: kind('load.tenant', 'A tenant asks for far more than its share'),
    ...frame,
    tenant: text('The tenant whose key is used'),
    arrivals,
    asks: z.array(part).min(1).meta({ description: 'What it asks' }),
    caps: caps.optional(),
    engine: z
      .enum(LOAD_ENGINES)
      .optional()
      .meta({ description: 'What sends it: own unless given, or k6, from the PATH or in a container' }),
  }),
  z.strictObject({
    kind: kind('credential.leak', 'A thief asks with the key of a tenant'),
    ...frame,
    tenant: text('The tenant whose key was stolen'),
    journey: text('What the thief asks'),
    every: duration('How often the thief asks; 100ms unless given').optional(),
  }),
] as const
