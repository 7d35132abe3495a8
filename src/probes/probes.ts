import type { Happening } from '../model/event.ts'
import type { ReadMoment } from '../model/ledger-event.ts'
import type { Platform } from '../model/platform.ts'
import type { Sample } from '../model/sample.ts'
import type { World } from '../model/world.ts'
import type { Asking } from './ask/answer.ts'
import { keepLedger } from './ledger/ledger-keeper.ts'
import { receiveSignals } from './received.ts'
import { sampleJourney, type Told } from './sampler.ts'
import { watchSignal } from './signals.ts'

/** What is watched: everything of a platform that can be, during one drill. */
export interface ProbeOrder {
  readonly drill: string
  readonly platform: Platform
}

/** Where the probes' time comes from, and where what they see goes. */
export interface Probing {
  /** The drill's clock. */
  readonly nowMs: () => number
  readonly note: (happening: Happening) => void
  /** Hears what is answered otherwise than over HTTP. */
  readonly told?: Told
  /** Hears that they have died, and why: from then on nobody watches. */
  readonly died: (why: string) => void
}

/** Journeys, signals and ledgers being watched. */
export interface Probes {
  /** Begins to receive what is posted by itself; resolves once that can be heard. */
  listen(): Promise<void>
  /** Reads every ledger back, and notes what became of its entries. */
  readBack(during: ReadMoment, signal: AbortSignal): Promise<void>
  /** Ends the writing of ledgers: what is read back after that is all there is. */
  stopWriting(): Promise<void>
  /** Ends the asking and waits for the answers still under way. */
  stop(): Promise<void>
}

/** Begins to watch, and goes on until it is stopped. */
export function startProbes(
  world: Asking & Pick<World, 'mailboxes'>,
  { drill, platform }: ProbeOrder,
  probing: Probing,
): Probes {
  const { nowMs, note, told } = probing
  const over = new AbortController()
  const { signal } = over
  const journeys = platform.journeys.map((journey, index, { length }) => {
    const phaseMs = phaseOf(journey.everyMs, index, length)
    const emit = (sample: Sample) => note({ type: 'sample', ...sample })
    return sampleJourney(world, journey, { nowMs, emit, told, signal, phaseMs })
  })
  const signals = platform.signals
    .filter(watched => watched.kind === 'polled')
    .map(watched =>
      watchSignal(world, watched, { nowMs, emit: change => note({ type: 'signal.changed', ...change }), stop: signal }),
    )
  const reception = receiveSignals(
    world,
    platform.signals.filter(watched => watched.kind === 'received'),
    { nowMs, note },
  )
  const ledgers = platform.ledgers.map((ledger, index, { length }) =>
    keepLedger(world, ledger, { drill, nowMs, note, phaseMs: phaseOf(ledger.everyMs, index, length) }),
  )
  const stopWriting = async () => void (await Promise.all(ledgers.map(ledger => ledger.stopWriting())))
  return {
    listen: reception.open,
    readBack: async (during, until) => void (await Promise.all(ledgers.map(ledger => ledger.readBack(during, until)))),
    stopWriting,
    async stop() {
      over.abort()
      await Promise.all([...journeys, ...signals, stopWriting()])
      await reception.close()
    },
  }
}

/** Spread over their interval: asked all in the same instant, each would wait for those before it, here and on the platform. */
function phaseOf(everyMs: number, index: number, count: number): number {
  // In parts that numbers have exactly: with a third of a millisecond, adding up and taking apart differ by a hair, for which nobody can wait.
  return Math.round(((everyMs * index) / count) * 1024) / 1024
}
