import { z } from 'zod'
import { RETRIEVAL_METRICS } from '../../model/scorer.ts'
import { duration, text, whole } from '../../yaml/written-values.ts'

const kind = <Kind extends string>(name: Kind, description: string) => z.literal(name).meta({ description })

const frame = {
  name: text('What reports call it; its kind unless given').optional(),
  weight: z
    .number()
    .positive()
    .max(1000)
    .optional()
    .meta({ description: 'How much it counts beside the others; 1 unless given' }),
  pass: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: 'The score from which a case passes; 1 for what is either right or wrong, else 0.5' }),
}
const exactly = z
  .boolean()
  .optional()
  .meta({ description: 'Whether capitals and blanks count; they do not unless given' })
const texts = z
  .union([z.string(), z.array(z.string()).min(1)])
  .optional()
  .meta({ description: 'The text or texts; what the case expects unless given' })

/** One scorer as it is written. */
export const scorerSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: kind('contains', 'The answer contains each text'), ...frame, texts, exactly }),
    z.strictObject({ kind: kind('lacks', 'The answer contains none of the texts'), ...frame, texts, exactly }),
    z.strictObject({
      kind: kind('equals', 'The answer is exactly this'),
      ...frame,
      value: z.unknown().meta({ description: 'What it must be; what the case expects unless given' }).optional(),
      exactly,
    }),
    z.strictObject({
      kind: kind('regex', 'The answer matches a pattern'),
      ...frame,
      pattern: text('The pattern, as JavaScript writes them'),
      flags: z
        .string()
        .regex(/^[imsu]*$/, { error: 'regex-flags' })
        .optional()
        .meta({ description: 'Its flags: i, m, s and u' }),
    }),
    z.strictObject({
      kind: kind('json-schema', 'The answer is JSON that fits a schema'),
      ...frame,
      schema: z.looseObject({}).meta({ description: 'The JSON Schema' }),
    }),
    z.strictObject({ kind: kind('valid-json', 'The answer is JSON'), ...frame }),
    z.strictObject({
      kind: kind('numeric', 'The number in the answer is the expected one'),
      ...frame,
      tolerance: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .meta({ description: 'How far off it may be, as a share of the expected number; 0 unless given' }),
    }),
    z.strictObject({ kind: kind('list', 'The share of the expected items that the answer names'), ...frame }),
    z.strictObject({ kind: kind('levenshtein', 'How few letters must change to make it the expected text'), ...frame }),
    z.strictObject({
      kind: kind('retrieval', 'How well the returned sources match the expected ones'),
      ...frame,
      metric: z
        .enum(RETRIEVAL_METRICS)
        .meta({ description: 'recall, mrr (how high the first right one stands) or ndcg' }),
      first: whole('How many of the returned sources are looked at; 5 unless given', 1, 1000).optional(),
    }),
    z.strictObject({ kind: kind('citation', 'Every source the answer cites was really returned'), ...frame }),
    z.strictObject({ kind: kind('supported', 'The returned sources bear the answer out'), ...frame }),
    z.strictObject({
      kind: kind('refusal', 'The answer refuses where it should, and only there'),
      ...frame,
      refuses: z.boolean().optional().meta({ description: 'Whether it should; what the case says unless given' }),
    }),
    z.strictObject({
      kind: kind('language', 'The answer is in a language'),
      ...frame,
      language: z
        .string()
        .regex(/^[a-z]{2}$/, { error: 'language' })
        .meta({ description: 'Its two letters', examples: ['en'] }),
    }),
    z.strictObject({ kind: kind('pii', 'The answer gives away nothing about a person'), ...frame }),
    z.strictObject({
      kind: kind('guardrail', 'The answer says nothing that is forbidden'),
      ...frame,
      forbidden: z.array(z.string().min(1)).min(1).meta({ description: 'Patterns that must not match' }),
    }),
    z.strictObject({
      kind: kind('tool-call', 'The tools called are the expected ones, with valid arguments'),
      ...frame,
    }),
    z.strictObject({
      kind: kind('latency', 'The answer came in time'),
      ...frame,
      within: duration('The time after which it is too late'),
    }),
    z.strictObject({
      kind: kind('tokens', 'The answer cost no more tokens than this'),
      ...frame,
      most: whole('How many tokens it may cost', 1, 100_000_000),
    }),
    z.strictObject({
      kind: kind('cost', 'The answer cost no more money than this'),
      ...frame,
      most: z.number().positive().meta({ description: 'How much it may cost, in US dollars' }),
    }),
    z.strictObject({
      kind: kind('judge', 'A model judges the answer'),
      ...frame,
      criteria: text('What a good answer is, in words for the judge'),
    }),
    z.strictObject({
      kind: kind('autoevals', 'A scorer of the autoevals package'),
      ...frame,
      scorer: text('Its name there, such as Factuality'),
      options: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'What it is told besides output, expected and input' }),
    }),
    z.strictObject({
      kind: kind('file', 'A function of your own'),
      ...frame,
      file: text('The module that holds it, as a path from this file'),
      function: text('The name under which it is exported; "score" unless given').optional(),
    }),
  ])
  .meta({ description: 'One way to score an answer' })

export type WrittenScorer = z.infer<typeof scorerSchema>
