import { z } from 'zod'
import { JSON_PATH, text, webAddress } from '../../yaml/written-values.ts'

/** The HTTP methods a request may have. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Headers that are sent. */
export const headers = z
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

export type WrittenRequest = z.infer<typeof request>
export type WrittenRule = z.infer<typeof jsonRule>
export type WrittenRules = Readonly<Record<string, WrittenRule>>
