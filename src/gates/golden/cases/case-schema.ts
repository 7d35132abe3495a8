import { z } from 'zod'
import { SCORER_KINDS } from '../../../model/scorer.ts'
import { scorerSchema, type WrittenScorer } from '../../../platform/schemas/scorer-schema.ts'
import type { Sayings } from '../../../yaml/schema-words.ts'
import { sharedSayings, text } from '../../../yaml/written-values.ts'

const texts = z.union([z.string(), z.array(z.string())])

/** One case as it is written. */
export const caseSchema = z
  .strictObject({
    id: z
      .union([z.string().min(1), z.number()])
      .optional()
      .meta({ description: 'Its name, the same in every drill' }),
    tenant: text('Whose question it is').optional(),
    input: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .meta({ description: 'What the user says; a list for several turns' }),
    expected: z.unknown().meta({ description: 'What is right' }).optional(),
    source: texts.optional().meta({ description: 'The source that holds the answer' }),
    sources: texts.optional().meta({ description: 'The sources that hold the answer, the best first' }),
    tools: z
      .array(
        z.union([
          z.string().min(1),
          z.strictObject({ name: text('The tool'), arguments: z.record(z.string(), z.unknown()).optional() }),
        ]),
      )
      .optional()
      .meta({ description: 'The tools that must be called' }),
    refuses: z.boolean().optional().meta({ description: 'Whether the right thing to do is to refuse' }),
    tags: texts.optional().meta({ description: 'What it is about' }),
    weight: z.number().positive().max(1000).optional().meta({ description: 'How much it counts; 1 unless given' }),
    scorer: z.enum(SCORER_KINDS).optional().meta({ description: 'The one scorer of this case' }),
    scorers: z.array(scorerSchema).min(1).optional().meta({ description: 'The scorers of this case' }),
    labelled: z
      .array(z.strictObject({ answer: z.string(), score: z.number().min(0).max(1) }))
      .optional()
      .meta({ description: 'Answers that people have scored, to hold a judge against' }),
    note: z.string().optional().meta({ description: 'For people' }),
  })
  .meta({ description: 'One question whose right answer is known' })

export type WrittenCase = Omit<z.infer<typeof caseSchema>, 'scorers'> & {
  readonly scorers?: readonly WrittenScorer[] | undefined
}

/** How messages speak of a case. */
export const caseFile = {
  words: 'the case',
  schema: caseSchema,
  jsonSchema: () => z.toJSONSchema(caseSchema, { target: 'draft-7', io: 'input' }),
  sayings: sharedSayings satisfies Sayings,
}
