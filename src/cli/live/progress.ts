import type { DrillEvent, DrillStarted } from '../../model/event.ts'
import type { Phase } from '../../model/plan.ts'
import type { Sample } from '../../model/sample.ts'

/** What somebody who watches a drill wants to see at one moment. */
export interface Progress {
  readonly started: DrillStarted | undefined
  readonly phase: Phase | undefined
  readonly phaseSinceMs: number
  readonly journeys: readonly JourneyProgress[]
  readonly faults: readonly FaultProgress[]
  readonly signalsOn: readonly string[]
  readonly gates: readonly { readonly name: string; readonly passed: boolean }[]
  /** How far the golden set has come that is being asked just now. */
  readonly golden: GoldenProgress | undefined
  readonly t0Ms: number | undefined
  readonly aborted: string | undefined
}

export interface JourneyProgress {
  readonly name: string
  readonly samples: number
  readonly bad: number
  readonly degraded: boolean
  /** The newest samples, oldest first, one mark each. */
  readonly strip: readonly Mark[]
}
export type Mark = 'good' | 'degraded' | 'bad'

export interface GoldenProgress {
  readonly set: string
  readonly asked: number
  readonly total: number
  readonly passed: number
  readonly sinceMs: number
  readonly lastMs: number
}

export interface FaultProgress {
  readonly id: string
  readonly words: string
  readonly state: 'intended' | 'injected' | 'undone'
}

// As many as fit on any terminal worth the name.
const STRIP_LENGTH = 240

/** Follows a drill's events for those who watch it. */
export function progressFold(): { see(event: DrillEvent): void; progress(): Progress } {
  let now: Progress = {
    started: undefined,
    phase: undefined,
    phaseSinceMs: 0,
    journeys: [],
    faults: [],
    signalsOn: [],
    gates: [],
    golden: undefined,
    t0Ms: undefined,
    aborted: undefined,
  }
  const change = (changes: Partial<Progress>): void => {
    now = { ...now, ...changes }
  }
  const changeFault = (id: string, state: FaultProgress['state']): void =>
    change({ faults: now.faults.map(fault => (fault.id === id ? { ...fault, state } : fault)) })

  return {
    progress: () => now,
    see(event) {
      switch (event.type) {
        case 'drill.started':
          change({ started: event, journeys: event.platform.journeys.map(journey => fresh(journey.id)) })
          break
        case 'phase.started':
          change({ phase: event.phase, phaseSinceMs: event.atMs })
          break
        case 'sample':
          change({
            journeys: now.journeys.map(journey => (journey.name === event.journey ? grown(journey, event) : journey)),
          })
          break
        case 'signal.changed':
          change({
            signalsOn: [...now.signalsOn.filter(name => name !== event.signal), ...(event.on ? [event.signal] : [])],
          })
          break
        case 'fault.intended':
          change({ faults: [...now.faults, { id: event.fault.id, words: event.words, state: 'intended' }] })
          break
        case 'fault.injected':
          change({ t0Ms: now.t0Ms ?? event.startedMs })
          changeFault(event.fault, 'injected')
          break
        case 'fault.undone':
          changeFault(event.fault, 'undone')
          break
        case 'gate.finished': {
          const others = now.gates.filter(gate => gate.name !== event.gate)
          change({ gates: [...others, { name: event.gate, passed: event.verdict === 'passed' }] })
          break
        }
        case 'golden.started': {
          const total = event.cases * event.repeats
          change({ golden: { set: event.set, asked: 0, total, passed: 0, sinceMs: event.atMs, lastMs: event.atMs } })
          break
        }
        case 'golden.answered':
          change({ golden: now.golden && further(now.golden, event) })
          break
        case 'golden.finished':
          change({ golden: undefined })
          break
        case 'drill.aborted':
          change({ aborted: event.why })
          break
      }
    },
  }
}

function fresh(name: string): JourneyProgress {
  return { name, samples: 0, bad: 0, degraded: false, strip: [] }
}

function grown(journey: JourneyProgress, sample: Sample): JourneyProgress {
  const mark = sample.bad !== undefined ? 'bad' : sample.mode !== undefined ? 'degraded' : 'good'
  return {
    ...journey,
    samples: journey.samples + 1,
    bad: journey.bad + (mark === 'bad' ? 1 : 0),
    degraded: mark === 'degraded',
    strip: [...journey.strip.slice(-STRIP_LENGTH + 1), mark],
  }
}

function further(
  golden: GoldenProgress,
  { atMs, passed }: { readonly atMs: number; readonly passed: boolean | undefined },
): GoldenProgress {
  return { ...golden, asked: golden.asked + 1, passed: golden.passed + (passed === true ? 1 : 0), lastMs: atMs }
}
