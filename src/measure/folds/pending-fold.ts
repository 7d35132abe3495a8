import type { DrillEvent, ProcessIdentity, ProcessRole } from '../../model/event.ts'
import type { Undo } from '../../model/undo.ts'
import { type PlantedFold, plantedFold } from './planted-fold.ts'

/** One thing still to be put back: a fault, a route we opened, a place we made beside a store, or what tenants have hidden in a place. */
export interface PendingUndo {
  readonly of: 'fault' | 'route' | 'scratch' | 'canary'
  readonly id: string
  readonly undo: Undo
  /** Why it could not be put back when somebody last tried, where that is kept. */
  readonly why?: string | undefined
}

/** What a drill may have left behind, by its journal alone. */
export interface Pending {
  /** Newest first: the order in which to put back. */
  readonly undos: readonly PendingUndo[]
  readonly processes: readonly PendingProcess[]
  /** By name, newest first. */
  readonly containers: readonly string[]
}

export interface PendingProcess {
  readonly role: ProcessRole
  readonly identity: ProcessIdentity
  readonly group: boolean
}

/** Follows a journal and knows at every moment what would have to be undone. */
export function pendingFold(): { see(event: DrillEvent): void; pending(): Pending } {
  const undos = new Map<string, PendingUndo>()
  const planted = plantedFold()
  const processes = new Map<string, PendingProcess>()
  const containers = new Set<string>()
  let staged = true
  return {
    see(event) {
      planted.see(event)
      switch (event.type) {
        case 'drill.started':
          staged = event.platform.stage !== undefined
          break
        case 'fault.intended':
          undos.set(`fault ${event.fault.id}`, { of: 'fault', id: event.fault.id, undo: event.undo })
          break
        case 'route.intended':
          undos.set(`route ${event.component}`, { of: 'route', id: event.component, undo: event.undo })
          break
        case 'scratch.intended':
          undos.set(`scratch ${event.component}`, { of: 'scratch', id: event.component, undo: event.undo })
          break
        case 'scratch.removed':
          if (event.outcome.state !== 'failed') undos.delete(`scratch ${event.component}`)
          break
        case 'fault.undone':
          if (event.outcome.state === 'failed') break
          if (restoresStore(undos.get(`fault ${event.fault}`)?.undo)) planted.cameBack()
          undos.delete(`fault ${event.fault}`)
          break
        case 'route.closed':
          if (event.outcome.state !== 'failed') undos.delete(`route ${event.component}`)
          break
        case 'canary.intended':
          // Their order among the others is that of the first; what they are is known by what came since.
          undos.set(`canary ${event.place}`, { of: 'canary', id: event.place, undo: event.undo })
          break
        case 'process.started':
          processes.set(nameOf(event.identity), { role: event.role, identity: event.identity, group: event.group })
          break
        case 'process.ended': {
          const ended = processes.get(nameOf(event.identity))
          if (ended === undefined || !mayHaveLeft(ended, staged)) processes.delete(nameOf(event.identity))
          break
        }
        case 'container.intended':
          containers.add(event.container)
          break
        case 'container.removed':
          containers.delete(event.container)
          break
      }
    },
    pending: () => ({
      undos: [...undos.values()].reverse().flatMap(one => (one.of === 'canary' ? stillHidden(one, planted) : [one])),
      processes: [...processes.values()].reverse(),
      containers: [...containers].reverse(),
    }),
  }
}

/** Whether it brings a store back to how it was before the damage, with all that tenants had hidden in it by then. */
function restoresStore(undo: Undo | undefined): boolean {
  return undo?.kind === 'store.restore' || (undo?.kind === 'all' && undo.undos.some(restoresStore))
}

/** All that is still hidden in one place, in one. */
function stillHidden({ of, id }: PendingUndo, planted: PlantedFold): readonly PendingUndo[] {
  const undo = planted.undoOf(id)
  return undo === undefined ? [] : [{ of, id, undo, why: planted.whyStill(id) }]
}

/** Who led a group may have left it behind. But what a runbook has started on a platform that is simply there is that platform's. */
function mayHaveLeft({ role, group }: PendingProcess, staged: boolean): boolean {
  return group && (role !== 'runbook' || staged)
}

/** A process number alone may have been given to another since. */
function nameOf({ pid, born }: ProcessIdentity): string {
  return `${pid} ${born}`
}
