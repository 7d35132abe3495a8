import { formatDuration } from '../model/duration.ts'
import type { Delay, Direction, Fault, WireFault } from '../model/fault.ts'
import { formatPercent } from '../model/percent.ts'
import { formatSize } from '../model/size.ts'
import { loadInWords } from './load-in-words.ts'
import { machineDeed, machineUndo } from './machine-fault-in-words.ts'
import { providerInWords } from './provider-in-words.ts'
import { storeInWords, storeUndoInWords } from './store-in-words.ts'

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
    case 'latency':
    case 'bandwidth':
    case 'reset':
    case 'cut':
    case 'slow-close':
    case 'slice':
      return `our ${fault.direction === 'both' ? 'toxics leave' : 'toxic leaves'} the proxy of ${fault.component}; others stay as they are`
    case 'store.delete':
    case 'store.corrupt':
    case 'store.rollback':
    case 'store.detach':
    case 'store.throttle':
    case 'store.scratch':
      return storeUndoInWords(fault)
    case 'load.tenant':
      return `nothing more is asked as ${fault.tenant}, and nothing of it is under way any more`
    case 'credential.leak':
      return `the thief stops asking as ${fault.tenant}`
    case 'provider.degrade':
    case 'provider.stall':
    case 'provider.truncate':
    case 'provider.model-gone':
    case 'provider.wrong-model':
    case 'provider.contract':
    case 'provider.status':
      return `the mock of ${fault.component} answers as before`
    default:
      return machineUndo(fault)
  }
}

function deed(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return 'refuses every connection'
    case 'hang':
      return `${hangInWords(fault.direction)}${onShare(fault)}`
    case 'latency':
      return `${latencyInWords(fault)}${onShare(fault)}`
    case 'bandwidth':
      return `${whatPasses(fault.direction)} no faster than ${formatSize(fault.bytesPerSecond)}/s${onShare(fault)}`
    case 'reset': {
      const when = fault.direction === 'downstream' ? ' as soon as it answers' : ''
      return `resets ${connections(fault)}${when}`
    }
    case 'cut':
      return `hangs up on ${connections(fault)} after ${formatSize(fault.afterBytes)} of ${SPEECH[fault.direction]}`
    case 'slow-close': {
      const whose = fault.direction === 'upstream' ? 'hears its clients hang up' : 'hangs up'
      return `${whose} ${formatDuration(fault.delayMs)} late${onShare(fault)}`
    }
    case 'slice':
      return `${whatPasses(fault.direction)} in pieces of ${formatSize(fault.pieceBytes)} with ${formatDuration(fault.pauseMs)} between them${onShare(fault)}`
    case 'provider.status':
      return `answers ${fault.status}${shareInWords(fault.shareRatio)}${retryInWords(fault.retryAfterMs)}`
    case 'provider.degrade':
    case 'provider.stall':
    case 'provider.truncate':
    case 'provider.model-gone':
    case 'provider.wrong-model':
    case 'provider.contract':
      return providerInWords(fault)
    case 'load.tenant':
    case 'credential.leak':
      return loadInWords(fault)
    case 'store.delete':
    case 'store.corrupt':
    case 'store.rollback':
    case 'store.detach':
    case 'store.throttle':
    case 'store.scratch':
      return storeInWords(fault)
    default:
      return machineDeed(fault)
  }
}

const SPEECH = { upstream: 'questions', downstream: 'answers', both: 'questions or of answers' } as const

function hangInWords(direction: Direction): string {
  return direction === 'downstream'
    ? 'hears what it is asked and never answers'
    : 'accepts connections and never answers'
}

function latencyInWords({ delay, jitterMs, direction }: Extract<Fault, { kind: 'latency' }>): string {
  const verb = { upstream: 'hears questions', downstream: 'answers', both: 'hears questions and answers each' }[
    direction
  ]
  return `${verb} ${delayInWords(delay)}${jitterMs > 0 ? ` ± ${formatDuration(jitterMs)}` : ''}`
}

function whatPasses(direction: Direction): string {
  return { upstream: 'hears questions', downstream: 'answers', both: 'hears questions and answers' }[direction]
}

function connections({ shareRatio }: WireFault): string {
  return shareRatio === 1 ? 'every connection' : `${formatPercent(shareRatio)} of connections`
}

function onShare({ shareRatio }: WireFault): string {
  return shareRatio === 1 ? '' : ` on ${formatPercent(shareRatio)} of connections`
}

function delayInWords(delay: Delay): string {
  if (delay.kind === 'fixed') return `${formatDuration(delay.delayMs)} later`
  return `${delay.times} times slower than ${delay.journey} usually takes`
}

function shareInWords(ratio: number): string {
  return ratio === 1 ? ' to every request' : ` to ${formatPercent(ratio)} of requests`
}

function retryInWords(ms: number | undefined): string {
  return ms === undefined ? '' : `, asking for a retry after ${formatDuration(ms)},`
}
