import { sampleJourney } from '../probes/sampler.ts'
import { watchSignal } from '../probes/signals.ts'
import type { Running } from './drill.ts'

/** Journeys and signals being watched. They start before anything is broken and end after everything is put back. */
export interface Probing {
  /** Ends the asking and waits for the answers still under way. */
  stop(): Promise<void>
}

export function startProbing({ world, drill, journal }: Running): Probing {
  const stop = new AbortController()
  const signal = stop.signal
  const journeys = drill.platform.journeys.map(journey =>
    sampleJourney(world, journey, {
      nowMs: journal.nowMs,
      emit: sample => void journal.append({ type: 'sample', ...sample }),
      signal,
    }),
  )
  const signals = drill.platform.signals.map(watched =>
    watchSignal(world, watched, {
      emit: change => void journal.append({ type: 'signal.changed', ...change }),
      stop: signal,
    }),
  )
  return {
    async stop() {
      stop.abort()
      await Promise.all([...journeys, ...signals])
    },
  }
}
