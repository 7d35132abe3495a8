import { formatDuration } from '../model/duration.ts'
import type { Delay, Fault } from '../model/fault.ts'

/** A fault in words: `openai refuses every connection for 8 s`. */
export function faultInWords(fault: Fault): string {
  const long = fault.forMs === undefined ? '' : ` for ${formatDuration(fault.forMs)}`
  return `${fault.component} ${deed(fault)}${long}`
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
      return `answers ${fault.status}${share(fault.shareRatio)}${retryAfter(fault.retryAfterMs)}`
    default:
      return fault satisfies never
  }
}

function delayInWords(delay: Delay): string {
  return delay.kind === 'fixed'
    ? `${formatDuration(delay.delayMs)} later`
    : `${delay.times} times slower than ${delay.journey} usually takes`
}

function share(ratio: number): string {
  return ratio === 1 ? ' to every request' : ` to ${Math.round(ratio * 1000) / 10} % of requests`
}

function retryAfter(ms: number | undefined): string {
  return ms === undefined ? '' : `, asking for a retry after ${formatDuration(ms)},`
}
