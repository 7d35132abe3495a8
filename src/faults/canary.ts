import type { CanarySighting } from '../model/world.ts'
import type { Target } from './driver.ts'

/** Sends one small question through a component's route and says what became of it. */
export function canaryThrough(at: Target, waitMs: number): Promise<CanarySighting> {
  const listen = at.component.route?.listen ?? ''
  return at.world.sockets.canary(listen, HELLO, waitMs)
}

// Anything that speaks HTTP answers this with something, if only with a 404.
const HELLO = 'GET / HTTP/1.1\r\nhost: canary.blackstart.invalid\r\nconnection: close\r\n\r\n'

/** What a canary met, in words. */
export function seenBy(sighting: CanarySighting): string {
  switch (sighting.saw) {
    case 'answer':
      return `a canary was answered after ${Math.round(sighting.tookMs)} ms`
    case 'silence':
      return `a canary was connected but heard nothing for ${Math.round(sighting.waitedMs)} ms`
    default:
      return `a canary was ${WORDS[sighting.saw]} after ${Math.round(sighting.tookMs)} ms (${sighting.detail})`
  }
}

const WORDS = { refused: 'refused', reset: 'reset', closed: 'hung up on', unreachable: 'not let through' } as const
