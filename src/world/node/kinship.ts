import type { ProcessIdentity } from '../../model/event.ts'
import { markIn, markOf } from './mark.ts'
import { bornOf, groupOf, listenersAt, parentOf, pidsOnLinux, sessionOf } from './process-table.ts'

/** The process that listens at a port; of several that share it, the one that was there first. */
export async function listening(port: number): Promise<ProcessIdentity | undefined> {
  const pids = listenersAt(port).toSorted((a, b) => a - b)
  const eldest = pids.find(pid => !pids.includes(parentOf(pid) ?? 0))
  const born = eldest === undefined ? undefined : bornOf(eldest)
  return eldest === undefined || born === undefined ? undefined : { pid: eldest, born }
}

/** Whether a process was started by another, by one that this had started, or stands in its session. */
export async function descends(identity: ProcessIdentity, from: ProcessIdentity): Promise<boolean> {
  if (bornOf(identity.pid) !== identity.born) return false
  // Whoever outlived its parent has lost its line, but not its session; and a session lasts as long as anybody is in it.
  if (sessionOf(identity.pid) === from.pid || markIn(identity.pid) === markOf(from)) return true
  if (bornOf(from.pid) !== from.born) return false
  let pid: number | undefined = identity.pid
  for (let generation = 0; pid !== undefined && generation < MOST_GENERATIONS; generation++) {
    if (pid === from.pid) return true
    pid = parentOf(pid)
  }
  return false
}

const MOST_GENERATIONS = 64

/** Everybody that carries the mark of a process and has left its group. */
export function kinOf(from: ProcessIdentity): readonly ProcessIdentity[] {
  if (process.platform !== 'linux') return []
  const marked = pidsOnLinux().filter(pid => markIn(pid) === markOf(from) && groupOf(pid) !== from.pid)
  return marked.flatMap(pid => {
    const born = bornOf(pid)
    return born === undefined ? [] : [{ pid, born }]
  })
}
