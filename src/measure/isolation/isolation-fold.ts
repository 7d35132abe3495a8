import type { DrillEvent, DrillStarted } from '../../model/event.ts'
import type { IsolationMeasure, VictimMeasure } from '../../model/isolation.ts'
import { askerOf } from '../../model/tenant.ts'
import { asksWithinQuota } from './asks-within-quota.ts'
import { blast } from './blast.ts'
import { type LoadFold, loadFold } from './load-fold.ts'
import { jain } from './quota.ts'
import { secretsFold } from './secrets-fold.ts'
import { type VictimFold, victimFold } from './victim-fold.ts'

/** Follows how the neighbours of a misbehaving tenant fare, and whether anybody is told what is another's. */
export interface IsolationFold {
  see(event: DrillEvent): void
  /** Null where no tenant misbehaved and nobody looked for leaks. */
  measure(): IsolationMeasure | null
}

const SECOND_MS = 1000

export function isolationFold(): IsolationFold {
  const loads = new Map<string, LoadFold>()
  const victims = new Map<string, VictimFold>()
  const when = blast()
  const secrets = secretsFold()
  let started: DrillStarted | undefined

  const begin = (event: DrillStarted): void => {
    started = event
    const { platform, scenario } = event
    // Journals from before there were tenants have none.
    const { tenants = [] } = platform
    const culprits = scenario.faults.flatMap(fault => (fault.kind === 'load.tenant' ? [fault.tenant] : []))
    if (culprits.length === 0) return
    for (const journey of platform.journeys) {
      const tenant = askerOf(journey, tenants) ?? 'everybody'
      if (culprits.includes(tenant)) continue
      const { id, everyMs, good } = journey
      const isWithinQuota = asksWithinQuota(tenant, { tenants, journeys: platform.journeys })
      victims.set(id, victimFold({ id, tenant, everyMs, good, isWithinQuota }, when))
    }
  }
  return {
    see(event) {
      when.see(event)
      secrets.see(event)
      switch (event.type) {
        case 'drill.started':
          begin(event)
          break
        case 'sample':
          victims.get(event.journey)?.see(event)
          break
        case 'fault.intended':
          if (event.fault.kind === 'load.tenant') {
            const { tenant } = event.fault
            const quota = started?.platform.tenants.find(({ id }) => id === tenant)?.quota
            loads.set(event.fault.id, loadFold(event.fault, quota))
          }
          break
        case 'load.started':
        case 'load.second':
        case 'load.stopped':
          loads.get(event.fault)?.see(event)
          break
      }
    },
    measure() {
      for (const victim of victims.values()) victim.settle()
      const measured = [...victims.values()].map(victim => victim.measure())
      const servedToOthers = measured.reduce((sum, { during }) => sum + during.samples - during.bad, 0)
      const canaries = secrets.canaries([...loads.values()].reduce((sum, load) => sum + load.answers(), 0))
      const intruders = secrets.intruders()
      const targets = started?.scenario.isolation
      const leakedKeys = secrets.leakedKeys(targets?.refusalMs ?? null)
      const watched = canaries.planted + canaries.notPlanted.length + intruders.length + leakedKeys.length
      if (loads.size === 0 && watched === 0 && targets === undefined) return null
      const [startMs, stopMs] = [when.startedMs(), when.stoppedMs()]
      return {
        targets: {
          p99Ratio: targets?.p99Ratio ?? null,
          errorsRatio: targets?.errorsRatio ?? null,
          leaks: targets?.leaks ?? 0,
          refusalMs: targets?.refusalMs ?? null,
        },
        loads: [...loads.values()].map(load => load.measure(servedToOthers)),
        victims: measured,
        ...worstOf(measured),
        fairness: jain(measured.flatMap(({ throughputRatio }) => throughputRatio ?? [])),
        isolateMs:
          startMs === undefined || stopMs === undefined
            ? null
            : quietAfter([...victims.values()], 'during', stopMs - startMs),
        recoverMs: stopMs === undefined ? null : quietAfter([...victims.values()], 'after', Number.POSITIVE_INFINITY),
        precisionMs: SECOND_MS,
        canaries,
        intruders,
        leakedKeys,
      }
    },
  }
}

function worstOf(victims: readonly VictimMeasure[]) {
  const most = (of: (victim: VictimMeasure) => number | null) => extreme(victims, of, Math.max)
  return {
    p50Ratio: most(victim => victim.p50Ratio),
    p95Ratio: most(victim => victim.p95Ratio),
    p99Ratio: most(victim => victim.p99Ratio),
    errorsDelta: most(victim => victim.errorsDelta),
    throughputRatio: extreme(victims, victim => victim.throughputRatio, Math.min),
  }
}

function extreme(
  victims: readonly VictimMeasure[],
  of: (victim: VictimMeasure) => number | null,
  choose: (...values: number[]) => number,
): number | null {
  const known = victims.flatMap(victim => of(victim) ?? [])
  return known.length === 0 ? null : choose(...known)
}

/** Until the last disturbed second was over; null if nobody saw a quiet one after it. */
function quietAfter(victims: readonly VictimFold[], part: 'during' | 'after', lengthMs: number): number | null {
  if (victims.length === 0) return null
  const disturbed = victims.flatMap(victim => victim.disturbed(part))
  if (disturbed.length === 0) return 0
  const quietMs = (Math.max(...disturbed) + 1) * SECOND_MS
  if (part === 'during') return quietMs >= lengthMs ? null : quietMs
  const lastSeen = Math.max(...victims.map(victim => victim.lastSecond('after')))
  return Math.max(...disturbed) >= lastSeen ? null : quietMs
}
