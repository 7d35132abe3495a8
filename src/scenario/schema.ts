import { z } from 'zod'
import { SCENARIO_CLASSES } from '../model/scenario.ts'
import { duration, longDuration, named, namedForTenants, text } from '../yaml/written-values.ts'
import { afterTargets } from './schemas/after-schema.ts'
import { faultSchema } from './schemas/fault-schema.ts'
import { goldenGateSchema } from './schemas/golden-schema.ts'
import { guardSchema } from './schemas/guard-schema.ts'
import { isolationTargets } from './schemas/isolation-schema.ts'

const rto = longDuration('How soon it must be back').optional()
const rpo = duration('How much recent data may be lost', { least: '0s', most: '3660d' }).optional()
const both = z.strictObject({ rto, rpo }).meta({ minProperties: 1 })

/** A scenario file as it is written. */
export const scenarioSchema = z
  .strictObject({
    scenario: text('What goes wrong, in one sentence; the title of every report'),
    why: text('Why this is worth rehearsing'),
    class: z.enum(SCENARIO_CLASSES).meta({ description: 'The kind of disaster, by which reports group drills' }),
    platform: text('The platform file, as a path from this file').optional(),
    options: named(
      'What is changed about the platform for this drill',
      z.union([z.string(), z.number(), z.boolean()], { error: 'option' }),
    ).optional(),
    faults: z.array(faultSchema).min(1).meta({ description: 'What is broken, and when' }),
    expect: z
      .strictObject({
        degraded: text('The degraded mode in which the platform is expected to answer').optional(),
        signals: z.array(z.string()).optional().meta({ description: 'The signals that are expected to come on' }),
        verdict: z.literal('failed').optional().meta({
          description: 'Said where the platform is weakened so that the drill must fail: reports tell their readers',
        }),
      })
      .optional()
      .meta({ description: 'What the platform is expected to do meanwhile' }),
    recovery: z
      .union(
        [
          z.literal('automatic'),
          z.strictObject({
            runbook: text('The file that says how, as a path from the platform file; it must lie below its folder'),
            decisions: named(
              'What is answered where the runbook leaves a decision, when nobody is asked',
              z.string(),
            ).optional(),
          }),
        ],
        { error: 'recovery' },
      )
      .optional()
      .meta({ description: 'How the platform comes back; by itself unless given' }),
    targets: z
      .strictObject({
        rto: longDuration('How soon the platform must be back').optional(),
        rpo,
        isolation: isolationTargets.optional(),
        after: afterTargets.optional(),
        journeys: namedForTenants('How soon single journeys must be back', z.strictObject({ rto })).optional(),
        components: named('What is claimed of the journeys and ledgers that show single components', both).optional(),
        tenants: named('What is claimed of single tenants', both).optional(),
        ledgers: namedForTenants('How much of single ledgers may be lost', z.strictObject({ rpo })).optional(),
      })
      .meta({ description: 'What this drill claims', minProperties: 1, examples: ['{ rto: 60s }'] }),
    rto: z
      .strictObject({
        until: z
          .enum(['verified', 'restored'])
          .meta({ description: 'When the RTO clock stops: once the gates have passed, or once journeys are good' }),
      })
      .optional()
      .meta({ description: 'How the RTO is measured' }),
    gates: z
      .strictObject({
        smoke: z
          .array(z.string())
          .optional()
          .meta({ description: 'The checks and journeys that must be right before the platform counts as recovered' }),
        integrity: z.array(z.string()).optional().meta({ description: 'The stores whose data must be whole again' }),
        golden: goldenGateSchema.optional(),
      })
      .optional()
      .meta({ description: 'What must pass before the platform counts as recovered' }),
    guards: z.array(guardSchema).optional().meta({ description: 'What stops the drill at once and undoes it' }),
    baseline: duration('How long the platform is watched before anything breaks; 3s unless given').optional(),
    deadline: duration(
      'When waiting for the recovery ends, counted from the first fault; three times the RTO target unless given, and at least 10s after the last step',
    ).optional(),
  })
  .meta({
    title: 'Blackstart scenario',
    description: 'What breaks on a platform, how it should come back, and what counts as recovered',
  })

export type WrittenScenario = z.infer<typeof scenarioSchema>

/** The JSON Schema that editors use, made from the schema that is enforced. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return { $id: 'urn:blackstart:scenario', ...z.toJSONSchema(scenarioSchema, { target: 'draft-7', io: 'input' }) }
}
