import type { MockEffect } from '../mock/fault.ts'
import type { WorseAnswer } from '../model/provider-fault.ts'
import type { FaultOf } from './driver.ts'
import { type MockOrder, mockFault } from './mock-fault.ts'

/** Worse answers that look like any other; at once, or setting in slowly. */
export const providerDegrade = mockFault<FaultOf<'provider.degrade'>>(fault => ({
  ...order(
    fault,
    { kind: 'degrade', how: fault.how },
    hits => `${hits} answers to the platform were made ${fault.how}`,
  ),
  curve:
    fault.overMs === 0
      ? undefined
      : [
          { atMs: 0, shareRatio: 0 },
          // A part of the whole share.
          { atMs: fault.overMs, shareRatio: 1 },
        ],
}))

/** The question is heard, and nothing is said. */
export const providerStall = mockFault<FaultOf<'provider.stall'>>(fault =>
  order(
    fault,
    { kind: 'stall', after: 'headers' },
    hits => `${hits} requests of the platform were heard and not answered`,
  ),
)

/** Answers end too early, as if they were whole. */
export const providerTruncate = mockFault<FaultOf<'provider.truncate'>>(fault =>
  order(
    fault,
    { kind: 'truncate', afterChunks: fault.afterChunks },
    hits => `${hits} answers to the platform ended too early`,
  ),
)

/** There is no such model any more. */
export const providerModelGone = mockFault<FaultOf<'provider.model-gone'>>(fault =>
  order(
    fault,
    { kind: 'status', status: 404, body: 'auto' },
    hits => `${hits} requests of the platform were told that there is no such model`,
  ),
)

/** Another model answers. */
export const providerWrongModel = mockFault<FaultOf<'provider.wrong-model'>>(fault =>
  order(
    fault,
    { kind: 'wrongModel', model: fault.instead, admitted: fault.admitted },
    hits => `${hits} requests of the platform were answered by ${fault.instead}`,
  ),
)

/** A parameter is refused that was fine before. */
export const providerContract = mockFault<FaultOf<'provider.contract'>>(fault =>
  order(
    fault,
    { kind: 'contract', parameter: fault.parameter },
    hits => `${hits} requests of the platform were refused for ${fault.parameter}`,
  ),
)

function order({ shareRatio, model }: WorseAnswer, effect: MockEffect, seen: (hits: number) => string): MockOrder {
  return { effect, shareRatio, model, curve: undefined, seen }
}
