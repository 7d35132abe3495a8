import { reasonsInWords, type Unready, unreadyIn } from '../../model/baseline.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { Outcome } from '../../model/measures.ts'

/** How the drill ended and in whose words. */
export interface Ending {
  readonly outcome: Outcome
  readonly why: readonly string[]
  /** What kept it from beginning, where something did and the journal says what. */
  readonly unready?: readonly Unready[]
  readonly seq: number | null
}

/** Follows how a drill ends. The first reason counts: recovering a drill that died says so too, whatever had happened before. */
export interface EndingFold {
  see(event: DrillEvent): void
  ending(): Ending
  /** When nobody waited for the platform any longer. */
  gaveUpMs(): number | null
}

export function endingFold(): EndingFold {
  let ending: Ending | undefined
  let gaveUpMs: number | null = null
  return {
    see(event) {
      if (event.type === 'deadline.passed' || event.type === 'drill.aborted') gaveUpMs ??= event.atMs
      ending ??= endingBy(event)
    },
    ending: () => ending ?? { outcome: 'broken-off', why: [], seq: null },
    gaveUpMs: () => gaveUpMs,
  }
}

function endingBy(event: DrillEvent): Ending | undefined {
  const { seq } = event
  switch (event.type) {
    case 'baseline.judged': {
      const { healthy, reasons } = event
      if (healthy) return undefined
      return { outcome: 'unhealthy-baseline', why: [reasonsInWords(reasons)], unready: unreadyIn(reasons), seq }
    }
    case 'drill.aborted':
      return { outcome: ABORTED[event.cause], why: [event.why], seq }
    case 'drill.finished':
      return { outcome: 'completed', why: [], seq }
    default:
      return undefined
  }
}

const ABORTED = { guard: 'aborted-by-guard', interrupt: 'interrupted', error: 'broken-off' } as const
