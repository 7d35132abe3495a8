import { performUndo, type UndoMeans } from '../../faults/undo.ts'
import type { Journal } from '../../journal/journal.ts'
import type { PendingUndo } from '../../measure/folds/pending-fold.ts'
import { messageOf } from '../../model/error.ts'
import type { Happening } from '../../model/event.ts'
import type { Actor, UndoOutcome } from '../../model/undo.ts'

/** Puts back what is pending, in the order given, and goes on after every failure, be it of an undo or of the journal. */
export async function heal(
  journal: Pick<Journal, 'commit'>,
  pending: readonly PendingUndo[],
  means: UndoMeans,
  by: { readonly actor: Actor; readonly command: string },
): Promise<void> {
  const failures: unknown[] = []
  for (const { of, id, undo } of pending) {
    // What cannot even be tried, because its line in the journal is damaged, must not keep the next one in place either.
    const outcome = await performUndo(undo, means, by.command).catch(error => failed(error, by.command))
    const noted = journal.commit(doneTo(of, id, outcome, by.actor))
    // A full disk must not keep the next fault in place.
    await noted.catch(error => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

function doneTo(of: PendingUndo['of'], id: string, outcome: UndoOutcome, by: Actor): Happening {
  switch (of) {
    case 'fault':
      return { type: 'fault.undone', fault: id, outcome, by }
    case 'route':
      return { type: 'route.closed', component: id, outcome, by }
    case 'scratch':
      return { type: 'scratch.removed', component: id, outcome, by }
    case 'canary':
      return { type: 'canary.removed', place: id, outcome, by }
    default:
      return of satisfies never
  }
}

function failed(error: unknown, command: string): UndoOutcome {
  return { state: 'failed', detail: messageOf(error), command }
}
