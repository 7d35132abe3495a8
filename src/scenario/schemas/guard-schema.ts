import { z } from 'zod'
import { duration, text } from '../../yaml/written-values.ts'

const LONG = String.raw`((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)`
const FOR = String.raw`(?:\s+for\s+${LONG})?`

/** The condition of a guard on a journey: `availability < 50% for 30s`. */
export const GUARD_CONDITION = new RegExp(String.raw`^availability\s*<\s*(\d+(?:\.\d+)?)%\s+for\s+${LONG}$`)

/** The conditions of the other guards: `on for 5s`, `bad for 5s`, `> 0.5 for 10s`. */
export const GUARD_CONDITIONS = {
  signal: new RegExp(`^(on|off)${FOR}$`),
  check: new RegExp(`^(bad)${FOR}$`),
  prometheus: new RegExp(String.raw`^(?:(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))${FOR}$`),
} as const

const ANY_CONDITION = new RegExp([GUARD_CONDITION, ...Object.values(GUARD_CONDITIONS)].map(one => one.source).join('|'))

/** One guard as it is written. It watches exactly one thing, which a rule sees to. */
export const guardSchema = z.strictObject({
  journey: text('The journey that is watched').optional(),
  signal: text('The signal that is watched').optional(),
  check: text('The check of the platform that must stay good').optional(),
  prometheus: text("The query that is asked of the platform's Prometheus").optional(),
  file: text('The file that stops the drill once it is there, as a path from the platform file').optional(),
  when: z
    .string({ error: 'guard' })
    .regex(ANY_CONDITION, { error: 'guard' })
    .optional()
    .meta({
      description: 'What stops the drill',
      examples: ['availability < 50% for 30s', 'on for 5s', 'bad for 5s', '> 0.5 for 10s'],
    }),
  every: duration('How often it is looked at; 500ms unless given', { least: '50ms', most: '1m' }).optional(),
  grace: duration('How long it may be impossible to look before that stops the drill too; 10s unless given').optional(),
})

/** What a guard can watch. */
export const GUARD_SUBJECTS = ['journey', 'signal', 'check', 'prometheus', 'file'] as const
export type GuardSubject = (typeof GUARD_SUBJECTS)[number]

export type WrittenGuard = z.infer<typeof guardSchema>
