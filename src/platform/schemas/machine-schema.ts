import { z } from 'zod'
import { duration, HOST_AND_PORT, named, text, whole } from '../../yaml/written-values.ts'
import { request } from './request-schema.ts'

// A placeholder may stand for any part of an address, so such an address is judged once it is filled in.
const ADDRESS = new RegExp(`${HOST_AND_PORT.source}|\\$\\{`)

/** How the process of a component is found, as written. */
export const processSchema = z
  .strictObject({
    pidFile: text('The file that holds its process number: the number alone, or JSON').optional(),
    key: text('The key of the number, where the file is JSON').optional(),
    listens: z
      .string({ error: 'address' })
      .regex(ADDRESS, { error: 'address' })
      .optional()
      .meta({ description: 'The host and port at which exactly this process listens' }),
    restart: text(
      "The command that starts it again and may stay with it; left out where the platform's own supervisor does",
    ).optional(),
    back: duration('How long it may take to be back once it is to be put back; 20s unless given').optional(),
  })
  .meta({ description: 'The process it is, one of those the stage has started' })

const deed = (description: string) =>
  z
    .strictObject({
      run: text('The command; placeholders are quoted for the shell').optional(),
      request: request.optional(),
      status: whole('The HTTP status that says it is done; any below 400 unless given', 100, 599).optional(),
      within: duration('How long it may take; 10s unless given', { most: '10m' }).optional(),
    })
    .meta({ description })

/** The faults a platform describes itself, as written. */
export const customSchema = named(
  'Faults of your own, each with what puts it back; a scenario uses one with "kind: custom"',
  z.strictObject({
    words: text('What it does to a component, as the rest of a sentence'),
    do: deed('What does the damage'),
    undo: deed('What puts it back; it must be harmless when done twice, or without the damage'),
    look: deed('What succeeds while the damage is there, and fails otherwise: the proof that it bit').optional(),
  }),
)

/** The blast radius, as written. */
export const atMostSchema = z
  .strictObject({
    components: whole('How many components may be broken at once', 1, 1000).optional(),
    share: z
      .string({ error: 'share' })
      .regex(/^\d+(\.\d+)?%$/, { error: 'share' })
      .optional()
      .meta({ description: 'The largest share of connections or requests that one fault may hit', examples: ['30%'] }),
    minutes: z
      .number()
      .gt(0)
      .max(1440)
      .optional()
      .meta({ description: 'For how many minutes anything may be broken at all' }),
  })
  .meta({ description: 'How much a drill may break here, whatever its scenario says' })

export type WrittenProcess = z.infer<typeof processSchema>
export type WrittenCustom = z.infer<typeof customSchema>
export type WrittenAtMost = z.infer<typeof atMostSchema>
