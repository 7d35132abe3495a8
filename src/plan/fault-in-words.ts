import { formatDuration } from '../model/duration.ts'
import type { Delay, Fault } from '../model/fault.ts'

/** A fault in words: `openai refuses every connection for 8 s`. */
export function faultInWords(fault: Fault): string {
  const long = fault.forMs === undefined ? '' : ` for ${formatDuration(fault.forMs)}`
  return `${fault.component} ${deed(fault)}${long}`
}

/** How the damage of a fault is taken back. */
export function undoInWords(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return `the proxy of ${fault.component} accepts connections again, if it did before`
    case 'hang':
    case 'reset':
    case 'latency':
      return `our toxic leaves the proxy of ${fault.component}; others stay as they are`
    case 'provider.status':
      return `the mock of ${fault.component} answers as before`
    default:
      return fault satisfies never
  }
}

function deed(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return 'refuses every connection'
    case 'hang':
      return 'accepts connections and never answers'
    case 'reset':
      return 'resets every connection'
    case 'latency':
      return `answers ${delayInWords(fault.delay)}${fault.jitterMs > 0 ? ` ± ${formatDuration(fault.jitterMs)}` : ''}`
    case 'provider.status':
      return `answers ${fault.status}${shareInWords(fault.shareRatio)}${retryInWords(fault.retryAfterMs)}`
    default:
      return fault satisfies never
  }
}

function delayInWords(delay: Delay): string {
  if (delay.kind === 'fixed') return `${formatDuration(delay.delayMs)} later`
  return `${delay.times} times slower than ${delay.journey} usually takes`
}

function shareInWords(ratio: number): string {
  return ratio === 1 ? ' to every request' : ` to ${percent(ratio)} of requests`
}

/** `30 %`, `0.5 %`. */
export function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`
}

function retryInWords(ms: number | undefined): string {
  return ms === undefined ? '' : `, asking for a retry after ${formatDuration(ms)},`
}
