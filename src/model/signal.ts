import type { HttpRequest, JsonRule } from './http.ts'

/** What a signal tells: that something was noticed, that answers are degraded, that a stand-in took over, that users were told. */
export const SIGNAL_ROLES = ['detected', 'degraded', 'failed-over', 'communicated'] as const
export type SignalRole = (typeof SIGNAL_ROLES)[number]

/** Something the platform says about itself: when we ask it, or when it posts to us. */
export type Signal = PolledSignal | ReceivedSignal

interface SignalFrame {
  readonly id: string
  readonly role: SignalRole
}

/** Asked for again and again. On while every rule holds of the answer. Journals from before anything could be received say no kind. */
export interface PolledSignal extends SignalFrame {
  readonly kind: 'polled'
  readonly request: HttpRequest
  readonly when: readonly JsonRule[]
  readonly everyMs: number
}

/** Posted to us, as alert managers do. On from a post of which `when` holds until one of which `off` does. */
export interface ReceivedSignal extends SignalFrame {
  readonly kind: 'received'
  /** Where it is posted to, on this machine: `http://127.0.0.1:9099/alerted`. */
  readonly at: string
  /** Where a post lists what it tells of, if that may be several things: then the rules look at each of them. */
  readonly each: string | undefined
  /** What the headers of every post that is meant say, by their names in small letters. */
  readonly headers: readonly JsonRule[]
  readonly when: readonly JsonRule[]
  /** Without it every post that fits is news of its own, and nothing says that it is over. */
  readonly off: readonly JsonRule[] | undefined
}

/** One change of a signal. */
export interface SignalChange {
  readonly signal: string
  readonly on: boolean
  readonly detail: string
  /** When the answer or the post that says so had come in. Older journals know only when it was noted. */
  readonly heardMs?: number
}

export type SignalHappening =
  | ({ readonly type: 'signal.changed' } & SignalChange)
  /** The end of a place where signals are received, and all that came there. */
  | {
      readonly type: 'mailbox.closed'
      /** The host and port it listened at. */
      readonly address: string
      readonly signals: readonly string[]
      /** How many posts were heard, and how many were turned away as no such thing. */
      readonly posts: number
      readonly refused: number
      /** Why it broke off before its time; what was posted after that was heard by nobody. */
      readonly lost: string | null
    }

/** When a change came in, as well as the journal knows. */
export function changedMs(event: { readonly atMs: number; readonly heardMs?: number }): number {
  return event.heardMs ?? event.atMs
}
