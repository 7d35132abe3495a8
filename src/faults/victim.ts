import type { ProcessIdentity } from '../model/event.ts'
import type { Undo } from '../model/undo.ts'

/** The process that an undo is about: the one that was found before the act, and no other. */
export function victimOf(undo: Undo): ProcessIdentity {
  if (undo.kind === 'process.restore') return undo.before
  if (undo.kind === 'process.thaw') return undo.process
  throw new Error(`an undo of kind ${undo.kind} is about no process`)
}
