import type { Component } from '../model/component.ts'
import type { CanarySighting, Exchange } from '../model/world/sockets.ts'
import type { Target } from './driver.ts'

/** Sends one small question through a component's route and says what became of it. */
export function canaryThrough(at: Target, waitMs: number, hello = HELLO): Promise<CanarySighting> {
  return at.world.sockets.canary(listenOf(at), hello, waitMs)
}

/** Says something through a component's route and listens to all that comes back. */
export function exchangeThrough(
  at: Target,
  said: string,
  options: { readonly waitMs: number; readonly thenEnd?: boolean },
): Promise<Exchange> {
  return at.world.sockets.exchange(listenOf(at), said, options)
}

function listenOf(at: Target): string {
  return at.component.route?.listen ?? ''
}

const HEAD = 'GET / HTTP/1.1\r\nhost: canary.blackstart.invalid\r\n'

/** Anything that speaks HTTP answers this with something, if only with a 404, and hangs up. */
export const HELLO = `${HEAD}connection: close\r\n\r\n`

/** The same without asking to be hung up on. */
export const HELLO_AND_STAY = `${HEAD}\r\n`

/** A question that is not finished: a server waits for its end. */
export const HALF_A_HELLO = HEAD

// Below what any server allows in the head of a request.
const MOST_PADDING = 4000

/** So many questions at once on one connection, or as many as may be asked of a stranger; each made longer by so many bytes. */
export function helloes(count: number, paddingBytes = 0): { readonly said: string; readonly count: number } {
  const asked = Math.min(MOST_HELLOES, Math.max(1, Math.ceil(count)))
  const padding = paddingBytes > 0 ? `x-padding: ${'x'.repeat(Math.min(MOST_PADDING, paddingBytes))}\r\n` : ''
  const [stay, leave] = [`${HEAD}${padding}\r\n`, `${HEAD}${padding}connection: close\r\n\r\n`]
  return { said: stay.repeat(asked - 1) + leave, count: asked }
}

const MOST_HELLOES = 200

/** Questions of so many bytes in all, or of as many as may be said to a stranger. */
export function helloesOf(bytes: number): { readonly said: string; readonly count: number } {
  const count = Math.min(50, Math.max(1, Math.ceil(bytes / MOST_PADDING)))
  return helloes(count, Math.ceil(bytes / count))
}

/** Whether a component answers what canaries say: what does not speak HTTP might have been silent anyway. */
export function answersCanaries(component: Component): boolean {
  return component.dialect !== undefined || HTTP_KINDS.includes(component.kind)
}

const HTTP_KINDS: readonly string[] = ['model-provider', 'gateway', 'service', 'edge', 'embedding']

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

/** What came of an exchange, in words. */
export function heardBy({ bytes, pieces, lastMs, ended, endedMs }: Exchange): string {
  const heard =
    lastMs === undefined
      ? 'heard nothing'
      : `heard ${bytes} bytes in ${pieces} ${pieces === 1 ? 'piece' : 'pieces'} until ${Math.round(lastMs)} ms`
  const end = ended === 'open' ? 'was still connected' : `was ${WORDS[ended]}`
  return `a canary ${heard} and ${end} at ${Math.round(endedMs)} ms`
}
