import { z } from 'zod'
import { duration, frequency, JSON_PATH, someNamed, text, whole } from '../../yaml/written-values.ts'
import { request } from './request-schema.ts'

/** Whose it is. */
export const tenancy = {
  tenant: text(`The tenant whose it is: \${tenant.NAME} stands for what is theirs`).optional(),
  tenants: z
    .union([z.literal('all'), z.array(z.string()).min(1)], { error: 'tenants' })
    .optional()
    .meta({ description: 'The tenants of whom there is one each, called NAME@TENANT; "all" for every one' }),
}

/** One who shares the platform. */
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

const deed = (description: string) =>
  z
    .strictObject({
      ...request.shape,
      url: request.shape.url.optional(),
      run: text(
        'The command line that does it, in the folder of this file; placeholders are quoted for the shell',
      ).optional(),
      timeout: duration('How long the command may take; 10s unless given').optional(),
    })
    .meta({
      description,
      not: { required: ['json', 'body'] },
      oneOf: [{ required: ['url'] }, { required: ['run'] }],
    })

/** Where texts are hidden that only one tenant may ever see. */
export const canarySchema = z.strictObject({
  plant: deed(
    'The request or the command that hides a text of its own for each tenant; {canary} stands for the text, and the key is replaced by each tenant’s own',
  ),
  warm: z.array(request).min(1).optional().meta({
    description:
      'Requests that its owner makes after that, one after the other: the question whose answer goes into a cache',
  }),
  id: z
    .string()
    .regex(JSON_PATH, { error: 'json-path' })
    .optional()
    .meta({
      description: 'Where the answer says by which name it can be read; {id} in other requests',
      examples: ['$.id'],
    }),
  look: request.optional().meta({
    description:
      'The request that lists or searches what a tenant may see, asked as every tenant; its owner must find its own text in it',
  }),
  read: request
    .optional()
    .meta({ description: 'The request that reads {id}: with any key but its owner’s it must be refused' }),
  remove: deed('The request or the command that takes {id} away after the drill').optional(),
  every: duration('How often it is looked for; 500ms unless given').optional(),
})

/** Somebody who tries to get in all along. */
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

/** What tenants are told elsewhere than in answers. */
export const outletSchema = z.strictObject({
  ...tenancy,
  file: text('The file it is, as seen from this file; what is added to it is read').optional(),
  run: text('The command line that prints it; placeholders are quoted for the shell').optional(),
  timeout: duration('How long the command may take; 10s unless given').optional(),
  every: duration('How often it is looked at; 1s unless given').optional(),
})

export type WrittenTenant = z.infer<typeof tenantSchema>
export type WrittenCanary = z.infer<typeof canarySchema>
export type WrittenIntruder = z.infer<typeof intruderSchema>
export type WrittenOutlet = z.infer<typeof outletSchema>
