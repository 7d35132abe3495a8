import type { Journey } from '../model/journey.ts'
import type { Outcome } from '../model/measures.ts'
import type { RtoPart } from '../model/recovery.ts'
import type { PartTarget } from '../model/scenario.ts'
import { isNamed, type Tenant } from '../model/sharing.ts'
import { askerOf } from '../model/tenant.ts'
import type { JourneyFold } from './folds/journey-fold.ts'
import { type RecoveryInput, recovery } from './recovery.ts'
import { rtoOf } from './rto.ts'

/** One journey and what was seen of it. */
export interface Watched {
  readonly journey: Journey
  readonly fold: JourneyFold
}

/** What the recovery of every part has in common. */
export type Common = Pick<RecoveryInput, 't0Ms' | 'actMs' | 'gaveUpMs' | 'endMs'> & {
  readonly outcome: Outcome
  readonly tenants: readonly Tenant[]
  /** When a component was first broken itself; undefined if it was not. */
  readonly brokenMs: (component: string) => number | undefined
}

/**
 * The recovery of single parts: of each journey, and of whatever else has a target of its own. Gates are asked of the whole, so a
 * part counts as recovered once its journeys are good again.
 */
export function rtoParts(
  watched: readonly Watched[],
  targets: readonly PartTarget[],
  common: Common,
): readonly RtoPart[] {
  const asked = targets.filter(({ rtoMs }) => rtoMs !== undefined)
  const single = watched.filter(({ journey }) => !asked.some(({ of, name }) => of === 'journey' && name === journey.id))
  return [
    ...single.map(({ journey }) => ({ of: 'journey' as const, name: journey.id, rtoMs: undefined })),
    ...asked,
  ].map(({ of, name, rtoMs }) => {
    const shown = watched.filter(({ journey }) => shows(journey, of, name, common.tenants))
    const t0Ms = of === 'component' ? (common.brokenMs(name) ?? common.t0Ms) : common.t0Ms
    const { state, achievedMs, precisionMs, met } = rtoOf(
      recovery(inputOf(shown, { ...common, t0Ms })),
      rtoMs ?? null,
      'restored',
      common.outcome,
    )
    const journeys = shown.map(({ journey }) => journey.id)
    return { of, name, journeys, fromMs: t0Ms, targetMs: rtoMs ?? null, achievedMs, precisionMs, state, met }
  })
}

function shows(journey: Journey, of: PartTarget['of'], name: string, tenants: readonly Tenant[]): boolean {
  switch (of) {
    case 'journey':
      return isNamed(journey.id, name)
    case 'component':
      return journey.component === name
    case 'tenant':
      return askerOf(journey, tenants) === name
    case 'ledger':
      return false
    default:
      return of satisfies never
  }
}

function inputOf(watched: readonly Watched[], common: Common): RecoveryInput {
  const measures = watched.map(({ fold }) => fold.measure())
  return {
    ...{ t0Ms: common.t0Ms, actMs: common.actMs, gaveUpMs: common.gaveUpMs, endMs: common.endMs },
    everyMs: Math.max(0, ...watched.map(({ journey }) => journey.everyMs)),
    maxLateMs: Math.max(0, ...measures.map(({ maxLateMs }) => maxLateMs)),
    outages: watched.flatMap(({ fold }) => fold.outages()),
    samplesAfterT0: measures.length === 0 ? 0 : Math.min(...measures.map(({ sinceT0 }) => sinceT0)),
    gateNames: [],
    gates: [],
  }
}
