import type { ProcessIdentity } from '../model/event.ts'
import type { Files } from '../model/world/files.ts'

/** The processes a note names; none if there is no note, or nothing readable in it: they write it before they begin. */
export async function burnersIn(files: Pick<Files, 'read'>, note: string): Promise<readonly ProcessIdentity[]> {
  try {
    const { pid, born } = JSON.parse(await files.read(note)) as Partial<ProcessIdentity>
    return typeof pid === 'number' && typeof born === 'string' ? [{ pid, born }] : []
  } catch {
    return []
  }
}
