import { z } from 'zod'
import { SIGNAL_ROLES } from '../../model/signal.ts'
import { duration, webAddress } from '../../yaml/written-values.ts'
import { headerRules, jsonPath, jsonRules, request } from './request-schema.ts'

const received = z
  .strictObject({
    at: webAddress(
      'The address on this machine that it is posted to; several signals may share one, or one port with a path each',
    ).meta({ examples: [`http://127.0.0.1:\${port.alerts}/alerted`] }),
    each: jsonPath('Where a post lists what it tells of, if that may be several things: the rules look at each of them')
      .optional()
      .meta({ examples: ['$.alerts'] }),
    headers: headerRules('What the headers of a post that is meant say').optional(),
    when: jsonRules('What a post holds that switches the signal on, by path'),
    off: jsonRules('What a post holds that switches it off again, by path; nothing does unless given').optional(),
  })
  .meta({ description: 'Where the platform posts it by itself, and what such a post says' })

/** What the platform says about itself, as it is written: asked for, or received. Which keys go together is a rule of its own. */
export const signalSchema = z.strictObject({
  request: request.optional(),
  when: jsonRules('What the answer holds while the signal is on, by path').optional(),
  every: duration('How often the signal is asked for; 250ms unless given').optional(),
  received: received.optional(),
  role: z
    .enum(SIGNAL_ROLES)
    .optional()
    .meta({ description: 'What it tells: detected unless given, degraded, failed-over or communicated' }),
})

export type WrittenSignal = z.infer<typeof signalSchema>
