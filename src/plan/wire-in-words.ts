import { formatDuration } from '../model/duration.ts'
import type { Fault } from '../model/fault.ts'
import { formatPercent } from '../model/percent.ts'
import { formatSize } from '../model/size.ts'
import type { Delay, Direction, ToxicFault, WireFault } from '../model/wire-fault.ts'

/** What becomes of a route, as the rest of a sentence about its component. */
export function wireInWords(fault: WireFault): string {
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
    default:
      return fault satisfies never
  }
}

/** How that is taken back. */
export function wireUndoInWords(fault: WireFault & Pick<Fault, 'component'>): string {
  if (fault.kind === 'refuse') return `the proxy of ${fault.component} accepts connections again, if it did before`
  const toxics = fault.direction === 'both' ? 'toxics leave' : 'toxic leaves'
  return `our ${toxics} the proxy of ${fault.component}; others stay as they are`
}

const SPEECH = { upstream: 'questions', downstream: 'answers', both: 'questions or of answers' } as const

function hangInWords(direction: Direction): string {
  return direction === 'downstream'
    ? 'hears what it is asked and never answers'
    : 'accepts connections and never answers'
}

function latencyInWords({ delay, jitterMs, direction }: Extract<WireFault, { kind: 'latency' }>): string {
  const verb = { upstream: 'hears questions', downstream: 'answers', both: 'hears questions and answers each' }[
    direction
  ]
  return `${verb} ${delayInWords(delay)}${jitterMs > 0 ? ` ± ${formatDuration(jitterMs)}` : ''}`
}

function whatPasses(direction: Direction): string {
  return { upstream: 'hears questions', downstream: 'answers', both: 'hears questions and answers' }[direction]
}

function connections({ shareRatio }: ToxicFault): string {
  return shareRatio === 1 ? 'every connection' : `${formatPercent(shareRatio)} of connections`
}

function onShare({ shareRatio }: ToxicFault): string {
  return shareRatio === 1 ? '' : ` on ${formatPercent(shareRatio)} of connections`
}

function delayInWords(delay: Delay): string {
  if (delay.kind === 'fixed') return `${formatDuration(delay.delayMs)} later`
  return `${delay.times} times slower than ${delay.journey} usually takes`
}
