import { z } from 'zod'
import { duration, JSON_PATH, named, text, webAddress, whole } from '../../yaml/written-values.ts'
import { request } from './request-schema.ts'
import { scorerSchema } from './scorer-schema.ts'

const path = (description: string, example: string) =>
  z
    .string()
    .regex(JSON_PATH, { error: 'json-path' })
    .meta({ description, examples: [example] })

const ask = z
  .strictObject({
    request: request.meta({
      description: `How one case is asked; \${case.input}, \${case.id}, \${case.tenant}, \${case.messages}, \${case.conversation} and \${tenant.NAME} are filled in`,
    }),
    status: whole('The HTTP status of an answer; 200 unless given', 100, 599).optional(),
    timeout: duration('When an answer is given up; 10s unless given').optional(),
    answer: path('Where the answer stands in the JSON', '$.answer').optional(),
    sources: path('Where the sources stand that it was made from', '$.sources').optional(),
    tools: path('Where the tool calls stand that were made for it', '$.tools').optional(),
    mode: path('Where it says that it was made in a degraded mode', '$.degraded').optional(),
    tokens: path('Where it says how many tokens it cost', '$.usage.total_tokens').optional(),
    cost: path('Where it says what it cost, in US dollars', '$.usage.cost').optional(),
    conversation: path('Where the conversation is named that the next turn goes on with', '$.conversation').optional(),
    stream: z
      .strictObject({
        delta: path('Where a piece of the answer stands in an event', '$.delta'),
        done: text('What the last event holds; an answer without it was cut off').optional(),
      })
      .optional()
      .meta({ description: 'How a streamed answer is put together, where answers are server-sent events' }),
  })
  .meta({ description: 'How a case is asked, and where everything stands in the answer' })

const judge = z
  .strictObject({
    url: webAddress('The chat completions address of the model that judges'),
    model: text('Which model judges'),
    key: text('Its API key').optional(),
    component: text('The component it is reached through, where it is part of the platform').optional(),
    attempts: whole('How often it is asked before nothing is concluded; 3 unless given', 1, 10).optional(),
    timeout: duration('When it is given up; 30s unless given').optional(),
  })
  .meta({ description: 'The model that judges; it must stand outside of what is broken' })

/** Golden sets as they are written. */
export const goldenSchema = named(
  'Questions whose right answers are known, to see how good answers are before, during and after',
  z.strictObject({
    cases: text('The file of the cases: JSONL, CSV, YAML or a promptfoo test file, as a path from this file'),
    ask,
    scorers: z.array(scorerSchema).min(1).meta({ description: 'How answers are scored' }),
    concurrency: whole('How many questions may be open at once; 8 unless given', 1, 1000).optional(),
    rate: z
      .string({ error: 'rate-of-asking' })
      .regex(/^\d+(\.\d+)?\/(s|m)$/, { error: 'rate-of-asking' })
      .optional()
      .meta({ description: 'How many may be asked in a second or a minute', examples: ['20/s'] }),
    repeats: whole('How often each case is asked each time; once unless given', 1, 100).optional(),
    judge: judge.optional(),
    baseline: text('The file that keeps a baseline between drills, as a path from this file').optional(),
    version: text('What the version of the platform is called; a baseline of another one is refused').optional(),
  }),
)

export type WrittenGolden = NonNullable<z.infer<typeof goldenSchema>[string]>
