import type { DrillEvent } from '../../model/event.ts'
import type { SignalMeasure } from '../../model/measures.ts'
import { changedMs, type Signal, type SignalHappening, type SignalRole } from '../../model/signal.ts'

/** Follows what the platform says about itself. */
export interface SignalFold {
  see(event: DrillEvent): void
  /** The first signal with one of these roles that came on after t0. */
  first(t0Ms: number | null, roles: readonly SignalRole[]): FirstSignal | null
  /** A signal that was on before t0 and never came on again has not noticed the fault. Without a t0 its first time of all counts. */
  measures(expected: readonly string[], t0Ms: number | null): readonly SignalMeasure[]
}

export interface FirstSignal {
  readonly name: string
  readonly atMs: number
  /** How much earlier it may have been. */
  readonly precisionMs: number | null
}

export function signalFold(): SignalFold {
  const on = new Map<string, number[]>()
  const off = new Map<string, number>()
  const known = new Map<string, Signal>()
  const mailboxes: MailboxClosed[] = []
  const firstOn = (name: string, t0Ms: number | null): number | null =>
    on.get(name)?.find(atMs => t0Ms === null || atMs >= t0Ms) ?? null
  return {
    see(event) {
      if (event.type === 'drill.started') for (const signal of event.platform.signals) known.set(signal.id, signal)
      if (event.type === 'mailbox.closed') mailboxes.push(event)
      if (event.type !== 'signal.changed') return
      if (!event.on) {
        off.set(event.signal, changedMs(event))
        return
      }
      const times = on.get(event.signal) ?? []
      times.push(changedMs(event))
      on.set(event.signal, times)
    },
    first(t0Ms, roles) {
      if (t0Ms === null) return null
      // Journals from before there were roles tell of something noticed.
      const meant = [...on.keys()].filter(name => roles.includes(known.get(name)?.role ?? 'detected'))
      const after = meant.flatMap(name => {
        const atMs = firstOn(name, t0Ms)
        return atMs === null ? [] : [{ name, atMs, precisionMs: precisionOf(known.get(name)) }]
      })
      return after.toSorted((a, b) => a.atMs - b.atMs)[0] ?? null
    },
    measures: (expected, t0Ms) =>
      [...new Set([...expected, ...on.keys()])].map(name => {
        const mailbox = mailboxes.find(({ signals }) => signals.includes(name))
        return {
          name,
          expected: expected.includes(name),
          firstOnMs: firstOn(name, t0Ms),
          lastOffMs: off.get(name) ?? null,
          // Journals from before anything could be received say no kind.
          came: known.get(name)?.kind ?? 'polled',
          precisionMs: precisionOf(known.get(name)),
          mail: mailbox === undefined ? null : { posts: mailbox.posts, refused: mailbox.refused },
          deafSinceMs: mailbox === undefined || mailbox.lost === null ? null : mailbox.atMs,
        }
      }),
  }
}

type MailboxClosed = Extract<SignalHappening, { type: 'mailbox.closed' }> & { readonly atMs: number }

/** What is asked for came on at some moment since it was asked last; what is posted came on when it was posted. */
function precisionOf(signal: Signal | undefined): number | null {
  if (signal === undefined) return null
  return signal.kind === 'received' ? 0 : signal.everyMs
}
