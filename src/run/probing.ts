import type { ReadMoment } from '../model/event.ts'
import { keepLedger } from '../probes/ledger/ledger-keeper.ts'
import { sampleJourney } from '../probes/sampler.ts'
import { watchSignal } from '../probes/signals.ts'
import type { Running } from './drill.ts'
import { sampleGolden } from './golden-sampling.ts'

/** Journeys and signals being watched. They start before anything is broken and end after everything is put back. */
export interface Probing {
  /** Reads every ledger back, and notes what became of its entries. */
  readBack(during: ReadMoment, signal: AbortSignal): Promise<void>
  /** Ends the writing of ledgers: what is read back after that is all there is. */
  stopWriting(): Promise<void>
  /** Ends the asking and waits for the answers still under way. */
  stop(): Promise<void>
}

export function startProbing(running: Running): Probing {
  const { world, drill, journal } = running
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
  const quality = sampleGolden(running, signal)
  const ledgers = drill.platform.ledgers.map(ledger =>
    keepLedger(world, ledger, {
      drill: drill.id,
      nowMs: journal.nowMs,
      note: happening => void journal.append(happening),
    }),
  )
  const stopWriting = async () => void (await Promise.all(ledgers.map(ledger => ledger.stopWriting())))
  return {
    readBack: async (during, signal) =>
      void (await Promise.all(ledgers.map(ledger => ledger.readBack(during, signal)))),
    stopWriting,
    async stop() {
      stop.abort()
      await Promise.all([...journeys, ...signals, stopWriting(), quality])
    },
  }
}
