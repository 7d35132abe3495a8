import { formatDuration } from '../model/duration.ts'
import type { Delay, Fault } from '../model/fault.ts'

/** What a fault does, as a sentence without a subject: `refuse every connection to openai`. */
export function faultInWords(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return `refuse every connection to ${fault.component}`
    case 'hang':
      return `let every connection to ${fault.component} hang without an answer`
    case 'reset':
      return `cut every connection to ${fault.component} with a TCP reset`
    case 'latency':
      return `slow every answer of ${fault.component} by ${delayInWords(fault.delay)}${jitterInWords(fault.jitterMs)}`
    case 'provider.status':
      return `answer ${shareInWords(fault.shareRatio)} to ${fault.component} with HTTP ${fault.status}${retryInWords(fault.retryAfterMs)}`
    default:
      return fault satisfies never
  }
}

/** How the damage of a fault is taken back. */
export function undoInWords(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return `let connections to ${fault.component} through again, as its proxy did before`
    case 'hang':
    case 'reset':
    case 'latency':
      return `take our toxic off the proxy of ${fault.component}; others stay as they are`
    case 'provider.status':
      return `let the mock of ${fault.component} answer as it did before`
    default:
      return fault satisfies never
  }
}

function delayInWords(delay: Delay): string {
  if (delay.kind === 'fixed') return formatDuration(delay.delayMs)
  return `${delay.times} times what ${delay.journey} takes before the fault`
}

function jitterInWords(jitterMs: number): string {
  return jitterMs === 0 ? '' : `, give or take ${formatDuration(jitterMs)}`
}

function shareInWords(ratio: number): string {
  return ratio === 1 ? 'every request' : `${Number((ratio * 100).toFixed(2))}% of requests`
}

function retryInWords(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? '' : `, asking to try again after ${formatDuration(retryAfterMs)}`
}
