import { formatDuration } from '../model/duration.ts'
import { formatPercent } from '../model/percent.ts'
import type { ErrorAnswer, ProviderFault, WorseAnswer } from '../model/provider-fault.ts'

/** What a model provider does wrong, in words: `answers 16 % of requests like a weaker model`. */
export function providerInWords(fault: ProviderFault): string {
  return fault.kind === 'provider.status' ? errorInWords(fault) : worseInWords(fault)
}

function errorInWords({ status, shareRatio, retryAfterMs }: ErrorAnswer): string {
  const retry = retryAfterMs === undefined ? '' : `, asking for a retry after ${formatDuration(retryAfterMs)},`
  return `answers ${status} to ${requestsInWords(shareRatio)}${retry}`
}

function worseInWords(fault: WorseAnswer): string {
  const { shareRatio, model } = fault
  const requests = `${requestsInWords(shareRatio)}${model === undefined ? '' : ` for ${model}`}`
  switch (fault.kind) {
    case 'provider.degrade': {
      const slowly = fault.overMs === 0 ? '' : `, setting in over ${formatDuration(fault.overMs)},`
      return `answers ${requests} ${DEGRADED[fault.how]}${slowly}`
    }
    case 'provider.stall':
      return `hears ${requests} and says nothing`
    case 'provider.truncate':
      return `ends its answers to ${requests} after ${fault.afterChunks} chunks, as if they were whole`
    case 'provider.model-gone':
      return `answers ${requests} that there is no such model`
    case 'provider.wrong-model':
      return `answers ${requests} with ${fault.instead}${fault.admitted ? '' : ' and does not say so'}`
    case 'provider.contract':
      return `refuses ${fault.parameter} in ${requests}`
    default:
      return fault satisfies never
  }
}

function requestsInWords(shareRatio: number): string {
  return shareRatio === 1 ? 'every request' : `${formatPercent(shareRatio)} of requests`
}

const DEGRADED = {
  weaker: 'like a weaker model',
  garbled: 'with foreign words in its answers',
  untrue: 'plausibly and untruly',
} as const
