import type { DrillEvent } from '../../model/event.ts'
import type { FaultMeasure } from '../../model/measures.ts'
import type { UndoOutcome } from '../../model/undo.ts'

/** Follows each fault from intent to undo; the first act of all is t0. */
export interface FaultFold {
  see(event: DrillEvent): void
  t0Ms(): number | null
  /** How long the first act took until it was acknowledged. */
  actMs(): number
  firstUndoneMs(): number | null
  /** When a component was first broken; undefined if it never was. */
  brokenMs(component: string): number | undefined
  measures(): readonly FaultMeasure[]
}

export function faultFold(): FaultFold {
  const faults = new Map<string, FaultMeasure>()
  let first: { startedMs: number; ackMs: number } | undefined
  const change = (id: string, changes: Partial<FaultMeasure>): void => {
    const fault = faults.get(id)
    if (fault !== undefined) faults.set(id, { ...fault, ...changes })
  }

  const see = (event: DrillEvent): void => {
    switch (event.type) {
      case 'fault.intended':
        faults.set(event.fault.id, intended(event))
        break
      case 'fault.injected':
        first ??= { startedMs: event.startedMs, ackMs: event.ackMs }
        change(event.fault, { injectedMs: event.startedMs })
        break
      case 'fault.refused':
        change(event.fault, { effect: 'not-bitten', seen: event.error })
        break
      case 'fault.effect':
        change(event.fault, { effect: event.effect.state, seen: event.effect.seen })
        break
      case 'fault.undone':
        change(event.fault, {
          undo: `${event.outcome.state}: ${event.outcome.detail}`,
          undoneMs: event.outcome.state === 'failed' ? null : event.atMs,
          ...earlyIn(event.outcome, faults.get(event.fault)?.undo),
        })
        break
    }
  }
  const undoneTimes = () => [...faults.values()].flatMap(fault => fault.undoneMs ?? [])
  return {
    see,
    t0Ms: () => first?.startedMs ?? null,
    actMs: () => (first === undefined ? 0 : first.ackMs - first.startedMs),
    firstUndoneMs: () => (undoneTimes().length === 0 ? null : Math.min(...undoneTimes())),
    brokenMs: component => [...faults.values()].find(fault => fault.component === component)?.injectedMs ?? undefined,
    measures: () => [...faults.values()],
  }
}

/** What is gone, or was found as it had been, was not held until we let go of it. */
function earlyIn(outcome: UndoOutcome, before = ''): Pick<FaultMeasure, 'early'> {
  // What we tried in vain to put back was held until we ended what it was done to.
  if (before.startsWith('failed:')) return {}
  if (outcome.state === 'gone') return { early: outcome.detail }
  return outcome.state === 'undone' && outcome.early !== undefined ? { early: outcome.early } : {}
}

function intended(event: Extract<DrillEvent, { type: 'fault.intended' }>): FaultMeasure {
  return {
    id: event.fault.id,
    kind: event.fault.kind,
    component: event.fault.component,
    words: event.words,
    intendedMs: event.atMs,
    injectedMs: null,
    effect: 'unknown',
    seen: 'nobody looked',
    undoneMs: null,
    undo: 'not undone',
  }
}
