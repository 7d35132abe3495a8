import { messageOf } from '../model/error.ts'
import type { PlantedText } from '../model/sharing.ts'
import type { UndoOutcome } from '../model/undo.ts'
import { leftInWords, removePlanted } from '../probes/canaries/remove-planted.ts'
import type { UndoMeans, UndoOf } from './undo.ts'

/** Takes away what tenants have hidden in one place, unless the platform that held it has ended with the drill. */
export async function removeTexts(
  { place, texts }: UndoOf<'canary.remove'>,
  { world, origin, stageGone, reveal }: UndoMeans,
): Promise<UndoOutcome> {
  const { asked, keyless } = revealed(texts, reveal)
  const result = await removePlanted({ ...world, origin }, asked)
  const done = { ...result, left: [...keyless, ...result.left] }
  const { removed, gone, left } = done
  if (left.length > 0 && (await stageGone())) {
    return { state: 'gone', detail: `the platform has ended, and what was hidden in ${place} with it` }
  }
  if (left.length > 0) {
    throw new Error(`${left.length} of ${texts.length} texts in ${place} may still be there: ${leftInWords(done)}`)
  }
  if (removed === 0) return { state: 'gone', detail: `nothing that was hidden is in ${place} any more` }
  const others = gone === 0 ? '' : `, ${gone} were not there`
  return { state: 'undone', detail: `${removed} of ${texts.length} texts in ${place} are removed again${others}` }
}

/** One tenant's key that is not in this shell must not keep the texts of the others where they are. */
function revealed(texts: readonly PlantedText[], reveal: UndoMeans['reveal']) {
  const asked: PlantedText[] = []
  const keyless: { readonly tenant: string; readonly why: string }[] = []
  for (const text of texts) {
    try {
      asked.push(reveal(text))
    } catch (error) {
      keyless.push({ tenant: text.tenant, why: messageOf(error) })
    }
  }
  return { asked, keyless }
}
