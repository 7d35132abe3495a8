import type { Wholeness } from '../gates/integrity/means.ts'
import type { DrillEvent } from '../model/event.ts'

/** What the stores of a drill were like while they were well, and when that ended. */
export interface StoreWatch {
  see(event: DrillEvent): void
  /** By component. */
  readonly well: Map<string, Wholeness>
  /** When the first fault began, on the wall. */
  damagedWallMs(): number
}

export function makeStoreWatch(): StoreWatch {
  let damagedMs: number | undefined
  return {
    well: new Map(),
    see(event) {
      if (event.type === 'fault.injected') damagedMs ??= Date.parse(event.wall) - (event.atMs - event.startedMs)
    },
    damagedWallMs: () => damagedMs ?? Number.POSITIVE_INFINITY,
  }
}
