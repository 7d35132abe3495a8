import { z } from 'zod'
import { parseDuration } from '../../model/duration.ts'
import { DEGRADATIONS, type ProviderFault } from '../../model/provider-fault.ts'
import { duration, text, whole } from '../../yaml/written-values.ts'
import { type frame as faultFrame, kind } from './fault-frame.ts'

type Share = (description: string) => z.ZodOptional<z.ZodType<number | string>>

/** What a mock provider can be told to say, as it is written. */
export function providerFaults(frame: typeof faultFrame, share: Share) {
  const common = {
    ...frame,
    share: share('The share of requests that meet it; 100% unless given'),
    model: text('Only requests for this model; those for any unless given').optional(),
  }
  return [
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
}

type WrittenProviderFault = z.infer<ReturnType<typeof providerFaults>[number]>

/** What a provider does wrong, with all that was left unsaid. */
export function resolveProviderFault<Frame>(
  frame: Frame,
  written: WrittenProviderFault,
  ratio: (share: number | string) => number,
): Frame & ProviderFault {
  const common = { ...frame, shareRatio: ratio(written.share ?? 1), model: written.model }
  switch (written.kind) {
    case 'provider.degrade':
      return { ...common, kind: written.kind, how: written.how, overMs: parseDuration(written.over ?? '0s') ?? 0 }
    case 'provider.truncate':
      return { ...common, kind: written.kind, afterChunks: written.after ?? 1 }
    case 'provider.wrong-model':
      return { ...common, kind: written.kind, instead: written.instead, admitted: written.admitted ?? true }
    case 'provider.contract':
      return { ...common, kind: written.kind, parameter: written.parameter }
    case 'provider.stall':
    case 'provider.model-gone':
      return { ...common, kind: written.kind }
    default:
      return written satisfies never
  }
}
