import { z } from 'zod'
import { duration, JSON_PATH, named, text, whole } from '../../yaml/written-values.ts'
import { jsonRules, request } from './request-schema.ts'
import { tenancy } from './sharing-schema.ts'

const acked = {
  status: whole('The HTTP status of an acknowledgement', 100, 599),
  json: jsonRules('What the JSON of an acknowledgement holds, by path').optional(),
}
const jsonPath = (description: string) => z.string().regex(JSON_PATH, { error: 'json-path' }).meta({ description })

const ledger = z.strictObject({
  ...tenancy,
  component: text('The component whose data it is').optional(),
  write: z
    .strictObject({
      request: request.meta({
        description: `The request that writes one entry: it sends \${entry.id} or \${entry.text}, which no other entry has`,
      }),
      ...acked,
      id: jsonPath(
        'Where an acknowledgement says what the platform calls the entry; by the name sent unless given',
      ).optional(),
    })
    .meta({ description: 'How one entry is written, and what acknowledges it' }),
  remove: z
    .strictObject({
      request: request.meta({ description: `The request that deletes the entry \${entry.id}` }),
      ...acked,
      nth: whole('Every so many-th entry is deleted again', 1, 1_000_000),
      after: duration('How long after it was acknowledged; 1s unless given').optional(),
    })
    .optional()
    .meta({ description: 'How some entries are deleted again: after a recovery they must not be back' }),
  read: z
    .strictObject({
      request: request.meta({ description: 'The request that reads one page of entries' }),
      status: whole('The HTTP status of a page; 200 unless given', 100, 599).optional(),
      items: jsonPath('Where a page holds its list of entries'),
      id: jsonPath('Where, inside an entry, its name is'),
      text: jsonPath(`Where, inside an entry, the \${entry.text} is that was written`).optional(),
      sum: jsonPath(`Where, inside an entry, the \${entry.sum} is that was written`).optional(),
      next: jsonPath('Where a page says where the next one begins; nothing there is the end').optional(),
      param: text(
        'The parameter of the address that takes a page further: what "next" said, or how many entries there were',
      ).optional(),
    })
    .meta({ description: 'How all entries are read back' }),
  every: duration('How often an entry is written; 100ms unless given').optional(),
  timeout: duration('When a write counts as not acknowledged; 5s unless given').optional(),
  maxInFlight: whole(
    'How many writes may wait for their acknowledgement at once; enough for the timeout unless given',
    1,
    1000,
  ).optional(),
  settle: duration('How long after a recovery what is missing may still appear; 2s unless given', {
    least: '0s',
  }).optional(),
  readWithin: duration(
    'How long reading everything back may take, its first page too; 30s unless given, and 10s for the first page',
  ).optional(),
  duplicates: z
    .enum(['forbidden', 'allowed'])
    .optional()
    .meta({ description: 'Whether an entry may be there more than once; forbidden unless given' }),
  when: z.enum(['always', 'claimed']).optional().meta({
    description:
      'In which drills it is written: always unless given, or only where a scenario claims what it, or its component, may lose',
  }),
})

/** The mapping of ledgers, as written. */
export const ledgersSchema = named(
  'Streams of small writes that are read back after a recovery: what RPO is made of',
  ledger,
)

export type WrittenLedger = z.infer<typeof ledger>
