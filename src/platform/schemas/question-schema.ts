import { z } from 'zod'
import { JOURNEY_KINDS } from '../../model/question.ts'
import { ADDRESS, duration, named, text, webAddress, whole } from '../../yaml/written-values.ts'
import { headerRules, headers, jsonPath, jsonRules, request } from './request-schema.ts'
import { tenancy } from './sharing-schema.ts'

const status = whole('The HTTP status of a right answer', 100, 599)
const within = duration('The time after which a right answer is too late')
const ofJson = {
  json: jsonRules('What the JSON of a right answer holds, by path').optional(),
  headers: headerRules('What the headers of a right answer say').optional(),
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'The JSON Schema that a right answer keeps to' }),
}

const value = (description: string) =>
  z
    .union([z.number(), z.string()])
    .optional()
    .meta({ description, examples: ['">= 1"'] })

/** The same for every kind of question; which keys go with which kind is a rule of its own. */
const questionGood = z
  .strictObject({
    within,
    status: status.optional(),
    ...ofJson,
    firstWithin: duration('The time after which the first piece is too late; all of "within" unless given').optional(),
    ends: text('What a whole answer in pieces ends with; without it, it is cut short').optional(),
    text: jsonPath('Where, in the JSON of an event, a piece of the text is').optional(),
    contains: text('What all pieces together contain').optional(),
    value: value('What the value must be: a number, a text, or a comparison'),
    rows: value('How many rows there must be: a number or a comparison'),
    answer: text('What must come back').optional(),
    exit: whole('The exit code of a right end; 0 unless given', 0, 255).optional(),
    output: text('What the output contains').optional(),
  })
  .meta({ description: 'What makes an answer right' })

const stepGood = z
  .strictObject({ status, within: within.optional(), ...ofJson })
  .meta({ description: 'What makes this answer right' })

const step = z.strictObject({
  request,
  good: stepGood,
  capture: named(
    `What later steps need of this answer, as \${captured.NAME}`,
    jsonPath('Where in the answer it is'),
  ).optional(),
})

/** The same for whatever is asked, once or again and again. */
const question = {
  kind: z.enum(JOURNEY_KINDS).optional().meta({ description: 'How it is asked; http unless given' }),
  request: request.optional(),
  steps: z.array(step).min(1).optional().meta({ description: 'Requests one after the other' }),
  url: webAddress('The address of a Prometheus').optional(),
  headers: headers.optional(),
  query: text('What a Prometheus or a database is asked').optional(),
  connect: text('How to reach a database, such as postgres://user@host:5432/name').optional(),
  address: z
    .string({ error: 'address' })
    .regex(ADDRESS, { error: 'address' })
    .optional()
    .meta({ description: 'The host and port that is connected to' }),
  say: z.string().optional().meta({ description: 'What is said once connected' }),
  run: text(
    'The command line that is run in the folder of this file; placeholders are quoted for the shell',
  ).optional(),
  good: questionGood,
}

/** What users do, asked again and again. */
export const journeySchema = z.strictObject({
  ...tenancy,
  component: text('The component that it shows to be there').optional(),
  ...question,
  mode: jsonPath('Where an answer says that it was made in a degraded mode')
    .meta({ examples: ['$.degraded'] })
    .optional(),
  every: duration('How often the journey is asked; 100ms unless given').optional(),
  timeout: duration('When an answer is given up; twice "within" unless given, at least 1s').optional(),
  maxInFlight: whole(
    'How many requests may wait for their answers at once; enough for the timeout unless given',
    1,
    1000,
  ).optional(),
  stable: whole('How many good answers in a row are a recovery; 5 unless given', 1, 1000).optional(),
})

/** A question with one right answer, asked once. */
export const checkSchema = z.strictObject({
  ...tenancy,
  ...question,
  capture: named(
    `What checks that are asked after it need of its answer, as \${captured.NAME}`,
    jsonPath('Where in the answer it is'),
  ).optional(),
})

export type WrittenGood = z.infer<typeof stepGood>
export type WrittenStep = z.infer<typeof step>
export type WrittenJourney = z.infer<typeof journeySchema>
export type WrittenCheck = z.infer<typeof checkSchema>
/** What journeys and checks have in common: how they are asked, and what is right. */
export type WrittenQuestion = Omit<WrittenCheck, 'capture' | 'tenant' | 'tenants'> & {
  readonly mode?: string | undefined
}
