import { measuring } from '../../src/measure/measuring.ts'
import type { Happening } from '../../src/model/event.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { Sample } from '../../src/model/sample.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { faultWith, journalOf, platformWith, scenarioWith, startedWith, UNDO } from '../support/drill.ts'

/** Happenings, and the time in milliseconds at which each one is noted. */
export type Noted = readonly (readonly [atMs: number, happening: Happening])[]

/** Measures a journal made of samples, of what else happened, and of a first line. */
export function measured(
  samples: readonly Sample[],
  noted: Noted,
  told: { scenario?: Partial<Scenario>; platform?: Partial<Platform> } = {},
): DrillMeasures {
  const started = startedWith({ scenario: scenarioWith(told.scenario), platform: platformWith(told.platform) })
  const measure = measuring()
  for (const event of journalOf([[0, started], ...answered(samples), ...noted])) measure.see(event)
  return measure.result()
}

/** One fault, from its intent to the proof that it bit. */
export function broken(t0Ms: number, { ackMs = t0Ms, fault = faultWith() } = {}): Noted {
  return [
    [t0Ms - 5, { type: 'fault.intended', fault, undo: UNDO, words: `${fault.component} refuses` }],
    [ackMs, { type: 'fault.injected', fault: fault.id, startedMs: t0Ms, ackMs }],
    [ackMs + 5, { type: 'fault.effect', fault: fault.id, effect: { state: 'bitten', seen: 'a canary was refused' } }],
  ]
}

/** Everything put back, looked at, and ended. */
export function healed(atMs: number, fault = 'f1'): Noted {
  return [
    [atMs, { type: 'fault.undone', fault, outcome: { state: 'undone', detail: 'as it was' }, by: 'conductor' }],
    ...ended(atMs + 10),
  ]
}

/** Looked at, and ended. */
export function ended(atMs: number): Noted {
  return [
    [atMs, { type: 'residue.scanned', looked: ['Toxiproxy at http://127.0.0.1:1'], left: [], by: 'conductor' }],
    [atMs + 1, { type: 'drill.finished' }],
  ]
}

/** Verdict and sentences, one a line. */
export function sentences({ verdict, reasons }: DrillMeasures): readonly string[] {
  return [verdict, ...reasons.map(reason => `${reason.verdict}: ${reason.text}`)]
}

/** A journal has each journey's samples in the order they were due: a quick answer waits for a slow one before it. */
function answered(samples: readonly Sample[]): Noted {
  const lastMs = new Map<string, number>()
  return samples.map(sample => {
    const atMs = Math.max(lastMs.get(sample.journey) ?? 0, sample.dueMs + sample.tookMs)
    lastMs.set(sample.journey, atMs)
    return [atMs, { type: 'sample', ...sample }]
  })
}
