import type { BadReason } from '../../model/sample.ts'
import type { World } from '../../model/world.ts'
import type { Worth } from '../answer.ts'

/** What is needed to ask anything. */
export interface Asking extends Pick<World, 'clock' | 'http'> {
  readonly sockets: Pick<World['sockets'], 'exchange'>
  readonly processes: Pick<World['processes'], 'run'>
}

/** What was asked for within how long. */
export interface Patience {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Hears an answer that did not come over HTTP, whatever it is worth. */
  readonly told?: (answer: string) => void
}

/** What an answer is worth, however long it took; and when its first piece came, counted from the asking. */
export interface Asked extends Worth {
  readonly firstMs?: number | undefined
}

/** A right answer. */
export function right(mode?: string, firstMs?: number): Asked {
  return { bad: undefined, detail: undefined, mode, ...(firstMs === undefined ? {} : { firstMs }) }
}

/** A wrong one, or none. */
export function wrong(bad: BadReason, detail: string, mode?: string, firstMs?: number): Asked {
  return { bad, detail, mode, ...(firstMs === undefined ? {} : { firstMs }) }
}

/** Enough of a text to recognise it: answers can be megabytes, the journal must not be. */
export function excerpt(text: string | undefined, limit = 160): string {
  const line = (text ?? '').replace(/\s+/g, ' ').trim()
  return line.length > limit ? `${line.slice(0, limit)}…` : line
}
