import type { Files } from '../model/world/files.ts'
import type { Store } from './store.ts'

const BATCH = 500

/** The ids a platform says were deleted for good, one a line, a few hundred at a time. */
export async function* tombstonesIn(files: Pick<Files, 'lines'>, path: string): AsyncGenerator<readonly string[]> {
  let ids: string[] = []
  for await (const line of files.lines(path)) {
    if (line.trim() !== '') ids.push(line.trim())
    if (ids.length < BATCH) continue
    yield ids
    ids = []
  }
  if (ids.length > 0) yield ids
}

/** Removes again what was deleted for good and has come back. Says how many rows that were. */
export async function buryAgain(store: Store, files: Pick<Files, 'lines' | 'exists'>, path: string): Promise<number> {
  if (!(await files.exists(path))) return 0
  let count = 0
  for await (const ids of tombstonesIn(files, path)) {
    const risen = (await store.get(ids)).map(({ id }) => id)
    if (risen.length > 0) await store.remove({ by: 'ids', ids: risen })
    count += risen.length
  }
  return count
}
