import type { DrillEvent, Residue } from '../../model/event.ts'
import type { RollbackMeasure } from '../../model/measures.ts'
import { pendingFold } from './pending-fold.ts'

/** Follows whether everything was put back, and what the last look around found. */
export function rollbackFold(): { see(event: DrillEvent): void; measure(): RollbackMeasure } {
  const pending = pendingFold()
  let scan: { looked: readonly string[]; left: readonly Residue[] } | undefined
  return {
    see(event) {
      pending.see(event)
      if (event.type === 'residue.scanned') scan = event
    },
    measure: () => ({
      complete: pending.pending().undos.length === 0 && (scan?.left.length ?? 0) === 0,
      scanned: scan !== undefined,
      looked: scan?.looked ?? [],
      leftBehind: scan?.left ?? [],
    }),
  }
}
