import { z } from 'zod'
import { COMPONENT_KINDS, DIALECTS } from '../model/component.ts'
import { ENVIRONMENTS } from '../model/platform.ts'
import { STORE_DRIVERS } from '../model/store.ts'
import { ADDRESS, duration, longDuration, named, someNamed, text, webAddress, whole } from '../yaml/written-values.ts'
import { goldenSchema } from './schemas/golden-schema.ts'
import { ledgersSchema } from './schemas/ledger-schema.ts'
import { atMostSchema, customSchema, processSchema } from './schemas/machine-schema.ts'
import { checkSchema, journeySchema } from './schemas/question-schema.ts'
import { canarySchema, intruderSchema, outletSchema, tenantSchema } from './schemas/sharing-schema.ts'
import { signalSchema } from './schemas/signal-schema.ts'
import { specsSchema } from './schemas/spec-schema.ts'

const targets = z
  .strictObject({
    rto: longDuration('How soon it must be back').optional(),
    rpo: duration('How much recent data may be lost', { least: '0s', most: '3660d' }).optional(),
  })
  .meta({ description: 'What was promised about it' })

const route = z
  .strictObject({
    listen: z
      .string({ error: 'address' })
      .regex(ADDRESS, { error: 'address' })
      .meta({ description: 'The host and port where the platform reaches the component, and where the proxy listens' }),
    upstream: z
      .union([z.literal('mock'), z.string().regex(ADDRESS, { error: 'address' })], { error: 'address' })
      .meta({ description: 'The host and port where the component really is, or "mock" for a mock provider' }),
  })
  .meta({ description: 'Where a proxy stands in front of the component' })

const data = z
  .strictObject({
    collection: text(
      'The table, collection, index or prefix that holds it; the name of the component unless given',
    ).optional(),
    id: text('What a row is called by; "id" unless given. Where it takes several columns: tenant+id').optional(),
    tenant: text('What says whose a row is').optional(),
    vector: text('What holds the embedding').optional(),
    payload: z
      .array(z.string())
      .optional()
      .meta({ description: 'What else belongs to a row; everything unless given' }),
    written: text('What says when a row was written').optional(),
  })
  .meta({ description: 'What a store holds, and what its parts are called there' })

const component = z.strictObject({
  kind: z.enum(COMPONENT_KINDS).meta({ description: 'What kind of part it is' }),
  dialect: z.enum(DIALECTS).optional().meta({ description: 'The wire format a model provider speaks' }),
  driver: z.enum(STORE_DRIVERS).optional().meta({ description: 'What talks to a store' }),
  connect: text('How to reach a store: a connection string, an address or a path').optional(),
  data: data.optional(),
  route: route.optional(),
  process: processSchema.optional(),
  container: text('The container it is, by its name on this machine').optional(),
  region: text('The component of kind region in which it lies').optional(),
  folder: text('The folder in which it keeps its data').optional(),
  dependsOn: z.array(z.string()).optional().meta({ description: 'The components it cannot work without' }),
  owner: text('Who answers for it').optional(),
  tier: whole('How critical it is; 0 is the most critical', 0, 9).optional(),
  targets: targets.optional(),
  failover: text('What happens when it is gone').optional(),
  backup: z
    .strictObject({
      how: text('How it is backed up'),
      every: longDuration('How often it is backed up').optional(),
      runbook: text('The file that says how to restore it').optional(),
    })
    .optional()
    .meta({ description: 'How its data is kept' }),
  drill: z
    .strictObject({ every: longDuration('How often it has to be drilled') })
    .optional()
    .meta({ description: 'How often it has to be drilled' }),
  largest: text('How big its largest part is').optional(),
  tombstones: text(
    'The file that lists, one id a line, what was deleted from it for good and must not come back',
  ).optional(),
})

const stage = z
  .strictObject({
    up: text('The command that starts the platform and stays; placeholders are quoted for the shell'),
    ready: webAddress('The address that answers 200 once the platform is up'),
    within: duration('How long starting may take; 30s unless given').optional(),
  })
  .meta({ description: 'How a drill starts the platform; left out where it is simply there' })

/** What can be started for a drill. */
export const TOXIPROXY_WORDS = ['embedded', 'binary', 'container'] as const

const chosenToxiproxy = z
  .strictObject({
    binary: text('The program that is started, as a name on the PATH or a path from this file').optional(),
    container: text('The image that the container is made from').optional(),
  })
  .refine(chosen => Object.keys(chosen).length === 1, { error: 'toxiproxy-choice' })
  .meta({ description: 'The Toxiproxy that carries the faults', minProperties: 1, maxProperties: 1 })

/** A platform file as it is written. */
export const platformSchema = z
  .strictObject({
    platform: text('The name of the platform'),
    environment: z.enum(ENVIRONMENTS).meta({ description: 'Where it runs; production needs an approval' }),
    network: z
      .strictObject({
        toxiproxy: z
          .union(
            [z.enum(TOXIPROXY_WORDS), z.string().regex(/^https?:\/\/\S|\$\{/, { error: 'toxiproxy' }), chosenToxiproxy],
            {
              error: 'toxiproxy',
            },
          )
          .meta({
            description:
              'The Toxiproxy that carries the faults: "embedded", "binary" or "container", all started for the drill, or the address of one that is there',
          }),
      })
      .optional()
      .meta({ description: 'What carries the faults' }),
    options: named(
      'What a scenario may change about the platform, and what holds unless it does',
      z.union([z.string(), z.number(), z.boolean()], { error: 'option' }),
    ).optional(),
    stage: stage.optional(),
    components: someNamed('The parts that can break', component),
    journeys: someNamed('What users do, asked again and again during a drill', journeySchema),
    checks: named('Questions with one right answer, asked once: smoke gates are made of them', checkSchema).optional(),
    signals: named('What the platform says about itself, when it is asked or by itself', signalSchema).optional(),
    tenants: named('Who shares the platform', tenantSchema).optional(),
    canaries: named('Where texts are hidden that only one tenant may ever see', canarySchema).optional(),
    intruders: named('Who tries to get in all along and must be refused at every moment', intruderSchema).optional(),
    outlets: named(
      'What tenants are told elsewhere than in answers, searched for texts of others',
      outletSchema,
    ).optional(),
    ledgers: ledgersSchema.optional(),
    golden: goldenSchema.optional(),
    specs: specsSchema.optional(),
    custom: customSchema.optional(),
    atMost: atMostSchema.optional(),
    prometheus: webAddress('Where its Prometheus answers queries, for guards').optional(),
    people: z
      .strictObject({
        commander: text('Who leads when it burns').optional(),
        communications: text('Who tells everybody else').optional(),
        leads: named('Who leads the work on a part, by its owner', z.string()).optional(),
      })
      .optional()
      .meta({ description: 'Who does what in a disaster' }),
    runbooks: z
      .strictObject({
        environment: named(
          'What the commands of runbooks find in their environment, and nothing else of ours',
          z.string(),
        ).optional(),
      })
      .optional()
      .meta({ description: 'What runbooks are given' }),
    communication: z
      .strictObject({
        firstNotice: longDuration('When users hear of it first').optional(),
        assessment: longDuration('When they hear how bad it is').optional(),
        updates: longDuration('How often they hear more').optional(),
        report: longDuration('When they get the report').optional(),
      })
      .optional()
      .meta({ description: 'The clock of what is told to users, from detection' }),
  })
  .meta({
    title: 'Blackstart platform',
    description: 'The system that is drilled: its parts, what users do with it, and what it says about itself',
  })

export type WrittenPlatform = z.infer<typeof platformSchema>
export type WrittenComponent = z.infer<typeof component>
export type WrittenToxiproxy = NonNullable<WrittenPlatform['network']>['toxiproxy']

/** The JSON Schema that editors use, made from the schema that is enforced. */
export function platformJsonSchema(): Readonly<Record<string, unknown>> {
  return { $id: 'urn:blackstart:platform', ...z.toJSONSchema(platformSchema, { target: 'draft-7', io: 'input' }) }
}
