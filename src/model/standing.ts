import type { DrillEvent } from './event.ts'

/** How something stands according to an event that may come again and again without anything being new. */
export interface Standing {
  readonly of: string
  readonly state: string
}

/** What an event says of how something stands; undefined for what happens only once. A gate that fails is asked four times a second, each time in a phase that begins anew. */
export function standingOf(event: DrillEvent): Standing | undefined {
  switch (event.type) {
    case 'phase.started':
      return { of: 'phase', state: event.phase }
    case 'journeys.stable':
      return { of: 'journeys', state: String(event.sinceMs) }
    case 'gate.finished':
      return { of: `gate ${event.gate} ${event.during}`, state: event.verdict }
    default:
      return undefined
  }
}
