import { z } from 'zod'
import { parseRate } from '../../model/size.ts'
import { DIRECTIONS } from '../../model/wire-fault.ts'
import { duration, text } from '../../yaml/written-values.ts'
import { frame, kind, share, size } from './fault-frame.ts'

const RATE = /^\d+(\.\d+)?(KB|MB)\/s$/

/** What toxics can be told; which way one goes unless it is told. */
const wire = (usual: string) => ({
  ...frame,
  share: share(
    'The share of connections that meet it; 100% unless given. Each connection draws its lot once: one that is kept alive is hit, or spared, for good',
  ),
  direction: z
    .enum(DIRECTIONS)
    .optional()
    .meta({
      description: `Which way: upstream is what the component is sent, downstream what it answers; ${usual} unless given`,
    }),
})

const refuse = z.strictObject({ kind: kind('refuse', 'Every connection is refused'), ...frame })
const hang = z.strictObject({
  kind: kind('hang', 'Connections are accepted and nothing ever comes back'),
  ...wire('both, or upstream where only a share hangs,'),
})
const reset = z.strictObject({
  kind: kind('reset', 'Connections are cut with a TCP reset as soon as something is said on them'),
  ...wire('upstream'),
})
const bandwidth = z.strictObject({
  kind: kind('bandwidth', 'Only so much gets through in a second, on each connection'),
  ...wire('downstream'),
  rate: z
    .string({ error: 'rate' })
    .regex(RATE, { error: 'rate' })
    .refine(text => !RATE.test(text) || parseRate(text) !== undefined, { error: 'rate' })
    .meta({ description: 'How much gets through in a second; 1 KB is 1000 bytes', examples: ['50KB/s'] }),
})
const cut = z.strictObject({
  kind: kind('cut', 'Each connection is closed once so much has passed: answers stop in the middle'),
  ...wire('downstream'),
  after: size('How much passes before it is closed', '2KB'),
})
const slowClose = z.strictObject({
  kind: kind('slow-close', 'Whoever hangs up is heard to do so only later, and connections pile up'),
  ...wire('downstream'),
  delay: duration('How much later a connection is closed'),
})
const slice = z.strictObject({
  kind: kind('slice', 'What is said arrives in small pieces with pauses between them'),
  ...wire('downstream'),
  size: size('How much arrives at once', '100B', 1),
  pause: duration('The pause after each piece; 10ms unless given').optional(),
})
const latency = z
  .strictObject({
    kind: kind('latency', 'Everything takes longer'),
    ...wire('downstream'),
    delay: duration('How much longer everything takes').optional(),
    times: z
      .number()
      .gt(1)
      .max(1000)
      .optional()
      .meta({ description: 'So many times what a journey takes before the fault', examples: [10] }),
    of: text('The journey whose normal time is multiplied').optional(),
    jitter: duration('How much the delay varies; not at all unless given', { least: '0s' }).optional(),
  })
  .meta({ oneOf: [{ required: ['delay'] }, { required: ['times', 'of'] }] })

/** What is done to a component's route, as it is written. */
export const wireFaults = [refuse, hang, latency, bandwidth, reset, cut, slowClose, slice] as const
