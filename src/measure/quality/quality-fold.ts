import type { DrillEvent } from '../../model/event.ts'
import type { GateMoment } from '../../model/gate-names.ts'
import { GATE_MOMENTS } from '../../model/gate-names.ts'
import type { GoldenGate } from '../../model/golden.ts'
import type { JudgeAgreement, QualityComparison, QualityMeasure } from '../../model/quality.ts'
import { type AskingFold, askingFold } from './asking-fold.ts'
import { compare } from './compare.ts'
import { qualityRtoFold } from './quality-rto.ts'

/** Follows every asking of the golden sets of a drill, and holds each against the baseline. */
export interface QualityFold {
  see(event: DrillEvent): void
  /** The newest asking of a moment against the baseline; undefined if one of the two is missing. */
  compared(during: GateMoment): QualityComparison | undefined
  measure(t0Ms: number | null): QualityMeasure | null
}

export function qualityFold(): QualityFold {
  const askings = new Map<string, AskingFold>()
  const earlier = new Map<string, AskingFold>()
  const agreements: JudgeAgreement[] = []
  const rto = qualityRtoFold()
  let gate: GoldenGate | undefined
  let seed = 0

  const keep = (place: string): void => {
    const asking = askings.get(place)
    if (asking !== undefined) earlier.set(place, asking)
  }
  /** What was cut short says less than what was asked whole before. */
  const takeBack = (place: string): void => {
    const asking = earlier.get(place)
    if (asking !== undefined) askings.set(place, asking)
  }
  const see = (event: DrillEvent): void => {
    rto.see(event)
    switch (event.type) {
      case 'drill.started':
        gate = event.scenario.gates.golden
        seed = event.plan.seed
        break
      case 'golden.started':
        // A later asking at the same moment takes the place of the earlier one.
        keep(placeOf(event.set, event.during))
        askings.set(placeOf(event.set, event.during), askingFold(event, event.atMs))
        break
      case 'golden.answered':
        askings.get(placeOf(event.set, event.during))?.see(event)
        break
      case 'golden.finished':
        askings.get(placeOf(event.set, event.during))?.finish(event, event.atMs)
        if (event.notAsked > 0) takeBack(placeOf(event.set, event.during))
        break
      case 'golden.agreement': {
        const { scorer, labels, agreed, undecided } = event
        agreements.push({ scorer, labels, agreed, undecided })
        break
      }
    }
  }
  const compared = (during: GateMoment): QualityComparison | undefined => {
    const asked = asksAt(gate, during)
    if (asked === undefined) return undefined
    const before = askings.get(placeOf(asked.set, 'baseline'))
    const after = askings.get(placeOf(asked.set, during))
    return before === undefined || after === undefined ? undefined : compare(before, after, { ...asked, seed })
  }
  const measure = (t0Ms: number | null): QualityMeasure | null => {
    if (gate === undefined || askings.size === 0) return null
    const at = (during: GateMoment) => askings.get(placeOf(asksAt(gate, during)?.set ?? '', during))?.measure() ?? null
    return {
      set: gate.set,
      baseline: askings.get(placeOf(gate.set, 'baseline'))?.measure() ?? null,
      during: at('during'),
      // What the platform came back with, not what it is once we have put everything back.
      after: at('recovered') ?? at('healed'),
      moments: [...askings.values()].map(asking => asking.measure()),
      comparisons: GATE_MOMENTS.flatMap(during => compared(during) ?? []),
      rto: rto.measure(t0Ms),
      agreements,
    }
  }
  return { see, compared, measure }
}

/** Which set is asked at a moment, and with what margin; nothing where none is compared. */
export function asksAt(
  gate: GoldenGate | undefined,
  during: GateMoment,
): { readonly set: string; readonly marginRatio: number } | undefined {
  if (gate === undefined || during === 'baseline') return undefined
  return during === 'during' ? gate.during : gate
}

function placeOf(set: string, during: GateMoment): string {
  return `${set} ${during}`
}
