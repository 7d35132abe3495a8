import { readFileSync } from 'node:fs'
import type { ProcessIdentity } from '../../model/event.ts'
import { bornOf, membersOnLinux } from './process-table.ts'

/** What everybody finds in its environment who was started by something that a drill has started. */
export const MARK = 'BLACKSTART_STARTED_BY'

/** Who somebody is, in one word. */
export function markOf({ pid, born }: ProcessIdentity): string {
  return `${pid}.${born.replace(/\s+/g, '_')}`
}

/** Whether a group lives on without its leader. As long as it does nobody else gets its number, but somebody may have since. */
export function isOrphanedGroup(leader: ProcessIdentity): boolean {
  if (bornOf(leader.pid) !== undefined || !hasMembers(leader.pid)) return false
  if (process.platform !== 'linux') return true
  const marks = membersOnLinux(leader.pid).map(pid => markIn(pid))
  if (marks.includes(markOf(leader))) return true
  // Some programs write their titles over their environment; a group in which it can be read and says something else is a stranger's.
  return marks.length > 0 && marks.every(mark => mark === 'illegible')
}

/** What a process says it was started by: `illegible` if that cannot be read, or was written over. */
export function markIn(pid: number): string | undefined {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    if (!entries.some(entry => /^\w+=/.test(entry))) return 'illegible'
    return entries.find(entry => entry.startsWith(`${MARK}=`))?.slice(MARK.length + 1)
  } catch {
    return 'illegible'
  }
}

function hasMembers(group: number): boolean {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}
