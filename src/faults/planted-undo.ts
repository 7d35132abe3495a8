import type { UndoOutcome } from '../model/undo.ts'
import { leftInWords, removePlanted } from '../probes/canaries/remove-planted.ts'
import type { UndoMeans, UndoOf } from './undo.ts'

/** Takes away what tenants have hidden in one place, unless the platform that held it has ended with the drill. */
export async function removeTexts(
  { place, texts }: UndoOf<'canary.remove'>,
  { world, origin, stageEnded }: UndoMeans,
): Promise<UndoOutcome> {
  const done = await removePlanted({ ...world, origin }, texts)
  const { removed, gone, left } = done
  if (left.length > 0 && (await stageEnded())) {
    return { state: 'gone', detail: `the platform has ended, and what was hidden in ${place} with it` }
  }
  if (left.length > 0) {
    throw new Error(`${left.length} of ${texts.length} texts in ${place} may still be there: ${leftInWords(done)}`)
  }
  if (removed === 0) return { state: 'gone', detail: `nothing that was hidden is in ${place} any more` }
  const others = gone === 0 ? '' : `, ${gone} were not there`
  return { state: 'undone', detail: `${removed} of ${texts.length} texts in ${place} are removed again${others}` }
}
