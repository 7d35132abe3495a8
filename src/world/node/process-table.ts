import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** When a process was born, in the kernel's own words; undefined if there is none (or only its corpse). */
export function bornOf(pid: number): string | undefined {
  return process.platform === 'linux' ? bornOnLinux(pid) : bornElsewhere(pid)
}

/** Whether a group lives on without its leader. Its number cannot have been given to anybody else while it lasts. */
export function isOrphanedGroup(leader: number): boolean {
  if (bornOf(leader) !== undefined || !hasMembers(leader)) return false
  // Corpses count as members until somebody buries them, and in a container nobody may.
  return process.platform !== 'linux' || membersOnLinux(leader).some(state => state !== 'Z')
}

function hasMembers(group: number): boolean {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}

function membersOnLinux(group: number): readonly string[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return pids.flatMap(pid => {
    const stat = statOf(pid)
    return stat?.group === group ? stat.state : []
  })
}

function bornOnLinux(pid: number): string | undefined {
  const stat = statOf(pid)
  return stat?.state === 'Z' ? undefined : stat?.born
}

function statOf(pid: number | string): { state: string; group: number; born: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything, spaces and brackets too; the numbers come after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', group: Number(fields[2]), born: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

function bornElsewhere(pid: number): string | undefined {
  try {
    const shown = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return shown === '' || shown.startsWith('Z') ? undefined : shown.slice(shown.indexOf(' ')).trim()
  } catch {
    return undefined
  }
}
