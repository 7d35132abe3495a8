import type { DrillEvent } from '../model/event.ts'

/** How the signals stand that nobody can be asked for, because they are posted to us. */
export interface SignalWatch {
  see(event: DrillEvent): void
  /** Whether it is on; undefined once it cannot be heard any more. */
  isOn(signal: string): boolean | undefined
}

export function makeSignalWatch(): SignalWatch {
  const on = new Set<string>()
  const deaf = new Set<string>()
  return {
    see(event) {
      if (event.type === 'signal.changed') {
        if (event.on) on.add(event.signal)
        else on.delete(event.signal)
      }
      if (event.type === 'mailbox.closed' && event.lost !== null) for (const signal of event.signals) deaf.add(signal)
    },
    isOn: signal => (deaf.has(signal) ? undefined : on.has(signal)),
  }
}
