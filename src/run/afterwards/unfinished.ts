import { DrillError, messageOf } from '../../model/error.ts'
import type { Running } from '../drill.ts'
import type { Scan } from './residue.ts'

/** Lines that went to a file which nobody can find any more were written for nobody. */
export async function lostJournal({ world, journal }: Running): Promise<Error | undefined> {
  const isThere = await world.files.exists(journal.path)
  return isThere ? undefined : new Error(`${journal.path} was removed while the drill ran`)
}

/** Where the journal cannot tell it any more, how things stand is said here. */
export function unfinished(cause: unknown, { looked, left }: Scan): DrillError {
  const what = `The drill could not be brought to its end as it should: ${messageOf(cause).replace(/\.$/, '')}.`
  if (left.length === 0) {
    const hint = `nothing was left behind (looked at ${looked.join(', ')}). Mend that, then drill again`
    return new DrillError('JOURNAL_LOST', what, { hint, cause })
  }
  const remains = left.map(({ where, what, command }) => `${where}: ${what}, which "${command}" removes`).join('; ')
  return new DrillError('UNDO_INCOMPLETE', what, { hint: `something may be left behind. ${remains}`, cause })
}
