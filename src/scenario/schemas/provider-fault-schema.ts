import { z } from 'zod'
import { DEGRADATIONS } from '../../model/provider-fault.ts'
import { duration, text, whole } from '../../yaml/written-values.ts'
import { frame, kind, share } from './fault-frame.ts'

const common = {
  ...frame,
  share: share('The share of requests that meet it; 100% unless given'),
  model: text('Only requests for this model; those for any unless given').optional(),
}

/** What a mock provider can be told to say, as it is written. */
export const providerFaults = [
  z.strictObject({
    kind: kind('provider.status', 'A mock provider answers with an error status'),
    ...frame,
    status: whole('The HTTP status the provider answers with', 400, 599),
    share: share('The share of requests that get it; 100% unless given'),
    retryAfter: duration('What the answer says about when to try again', { least: '0s' }).optional(),
  }),
  z.strictObject({
    kind: kind('provider.degrade', 'A mock provider gives worse answers that look like any other'),
    ...common,
    how: z
      .enum(DEGRADATIONS)
      .meta({ description: 'weaker: of a weaker model; garbled: with foreign words; untrue: plausible and wrong' }),
    over: duration('How long it takes until the whole share is hit; at once unless given', {
      least: '0s',
    }).optional(),
  }),
  z.strictObject({ kind: kind('provider.stall', 'A mock provider hears the question and says nothing'), ...common }),
  z.strictObject({
    kind: kind('provider.truncate', 'A mock provider ends its answers too early, as if they were whole'),
    ...common,
    after: whole('After how many chunks of a stream; 1 unless given', 0, 10_000).optional(),
  }),
  z.strictObject({ kind: kind('provider.model-gone', 'A mock provider no longer has the model'), ...common }),
  z.strictObject({
    kind: kind('provider.wrong-model', 'A mock provider answers with another model'),
    ...common,
    instead: text('The model that answers'),
    admitted: z.boolean().optional().meta({ description: 'Whether answers say so; they do unless given' }),
  }),
  z.strictObject({
    kind: kind('provider.contract', 'A mock provider refuses a parameter that was fine before'),
    ...common,
    parameter: text('The parameter that is refused'),
  }),
] as const
