import { z } from 'zod'
import { JOURNEY_KINDS } from '../../model/question.ts'
import {
  ADDRESS,
  duration,
  frequency,
  JSON_PATH,
  named,
  someNamed,
  text,
  webAddress,
  whole,
} from '../../yaml/written-values.ts'

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const headers = z
  .record(z.string().regex(HEADER_NAME, { error: 'header-name' }), z.string())
  .meta({ description: 'The HTTP headers that are sent' })

/** A request as written: a journey, a check, a signal, a ledger or a golden case makes it. */
export const request = z
  .strictObject({
    method: z.enum(METHODS).optional().meta({ description: 'The HTTP method: GET, or POST when something is sent' }),
    url: webAddress('The address that is asked'),
    headers: headers.optional(),
    json: z.unknown().meta({ description: 'What is sent, as JSON; the content-type header is added' }).optional(),
    body: z.string().optional().meta({ description: 'What is sent, as text' }),
  })
  .meta({ description: 'The request that is made', not: { required: ['json', 'body'] } })

/** What one value of a JSON answer must be: a value, or one of three rules. */
const jsonRule = z.union(
  [
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z
      .strictObject({
        equals: z.unknown().meta({ description: 'The whole value' }).optional(),
        contains: text('Text that the value must contain').optional(),
        exists: z.boolean().optional().meta({ description: 'Whether there must be a value at all' }),
      })
      .meta({ minProperties: 1, maxProperties: 1 }),
  ],
  { error: 'json-rule' },
)

/** What the values of a JSON text must be, by their paths. */
export const jsonRules = (description: string) =>
  z.record(z.string().regex(JSON_PATH, { error: 'json-path-key' }), jsonRule).meta({ description })

/** What headers must say, by their names. */
export const headerRules = (description: string) =>
  z.record(z.string().regex(HEADER_NAME, { error: 'header-name' }), jsonRule).meta({ description })

/** Where in an answer something is. */
export const jsonPath = (description: string) =>
  z.string().regex(JSON_PATH, { error: 'json-path' }).meta({ description })

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

/** Whose it is. */
export const tenancy = {
  tenant: text(`The tenant whose it is: \${tenant.NAME} stands for what is theirs`).optional(),
  tenants: z
    .union([z.literal('all'), z.array(z.string()).min(1)], { error: 'tenants' })
    .optional()
    .meta({ description: 'The tenants of whom there is one each, called NAME@TENANT; "all" for every one' }),
}

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

export const checkSchema = z.strictObject({
  ...tenancy,
  ...question,
  capture: named(
    `What checks that are asked after it need of its answer, as \${captured.NAME}`,
    jsonPath('Where in the answer it is'),
  ).optional(),
})

export const tenantSchema = z.strictObject({
  key: text('The key it asks with; a request that carries it is its request'),
  quota: z
    .strictObject({
      rate: frequency('How many requests the platform grants it'),
      burst: whole('How many at once after a pause; none beyond the rate unless given', 0, 1_000_000).optional(),
    })
    .optional()
    .meta({ description: 'What the platform grants it, and not one request more' }),
})

export const canarySchema = z.strictObject({
  plant: request.meta({
    description:
      'The request that hides a text of its own for each tenant; {canary} stands for the text, and the key is replaced by each tenant’s own',
  }),
  id: z
    .string()
    .regex(JSON_PATH, { error: 'json-path' })
    .optional()
    .meta({
      description: 'Where the answer says by which name it can be read; {id} in other requests',
      examples: ['$.id'],
    }),
  look: request
    .optional()
    .meta({ description: 'The request that lists or searches what a tenant may see, asked as every tenant' }),
  read: request
    .optional()
    .meta({ description: 'The request that reads {id}: with any key but its owner’s it must be refused' }),
  remove: request.optional().meta({ description: 'The request that takes {id} away after the drill' }),
  every: duration('How often it is looked for; 500ms unless given').optional(),
})

export const intruderSchema = z.strictObject({
  request: request.meta({
    description: 'The request that is tried; its key is replaced by each key that must be refused',
  }),
  keys: someNamed('Keys that must be refused at every moment, by what is wrong with them', z.string().min(1)),
  refused: z
    .array(z.int().min(400).max(599))
    .min(1)
    .optional()
    .meta({ description: 'The statuses that refuse; 401 and 403 unless given' }),
  every: duration('How often each key is tried; 100ms unless given').optional(),
})

export const outletSchema = z.strictObject({
  ...tenancy,
  file: text('The file it is, as seen from this file; what is added to it is read').optional(),
  run: text('The command line that prints it; placeholders are quoted for the shell').optional(),
  timeout: duration('How long the command may take; 10s unless given').optional(),
  every: duration('How often it is looked at; 1s unless given').optional(),
})

export type WrittenRequest = z.infer<typeof request>
export type WrittenRule = z.infer<typeof jsonRule>
export type WrittenRules = Readonly<Record<string, WrittenRule>>
export type WrittenGood = z.infer<typeof stepGood>
export type WrittenTenant = z.infer<typeof tenantSchema>
export type WrittenCanary = z.infer<typeof canarySchema>
export type WrittenIntruder = z.infer<typeof intruderSchema>
export type WrittenOutlet = z.infer<typeof outletSchema>
/** What journeys and checks have in common: how they are asked, and what is right. */
export type WrittenQuestion = Omit<WrittenCheck, 'capture' | 'tenant' | 'tenants'> & {
  readonly mode?: string | undefined
}
export type WrittenStep = z.infer<typeof step>
export type WrittenJourney = z.infer<typeof journeySchema>
export type WrittenCheck = z.infer<typeof checkSchema>

/** The mappings of things that are asked, and of those who ask. */
export const askedSchemas = {
  journeys: someNamed('What users do, asked again and again during a drill', journeySchema),
  checks: named('Questions with one right answer, asked once: smoke gates are made of them', checkSchema),
  tenants: named('Who shares the platform', tenantSchema),
  canaries: named('Where texts are hidden that only one tenant may ever see', canarySchema),
  intruders: named('Who tries to get in all along and must be refused at every moment', intruderSchema),
  outlets: named('What tenants are told elsewhere than in answers, searched for texts of others', outletSchema),
}
