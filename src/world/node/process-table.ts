import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** When a process was born, in the kernel's own words; undefined if there is none (or only its corpse). */
export function bornOf(pid: number): string | undefined {
  return process.platform === 'linux' ? bornOnLinux(pid) : bornElsewhere(pid)
}

/** What a process is doing: nothing at all if somebody has stopped it, or if there is none. */
export function stateOf(pid: number): 'running' | 'stopped' | 'gone' {
  const state = process.platform === 'linux' ? statOf(pid)?.state : shownOf(pid, 'stat')
  if (state === undefined || state === '' || state.startsWith('Z')) return 'gone'
  return /^[Tt]/.test(state) ? 'stopped' : 'running'
}

/** Who started a process. */
export function parentOf(pid: number): number | undefined {
  const parent = process.platform === 'linux' ? statOf(pid)?.parent : Number(shownOf(pid, 'ppid'))
  return parent === undefined || !(parent > 0) ? undefined : parent
}

/** The session a process belongs to; undefined where nobody can tell. */
export function sessionOf(pid: number): number | undefined {
  return statOf(pid)?.session
}

/** The group a process belongs to. */
export function groupOf(pid: number): number | undefined {
  return statOf(pid)?.group
}

/** How long a process has computed, in milliseconds. */
export function computedMsOf(pid: number): number | undefined {
  return statOf(pid)?.computedMs
}

/** The processes that hold the listening socket of a port. */
export function listenersAt(port: number): readonly number[] {
  return process.platform === 'linux' ? listenersOnLinux(port) : listenersElsewhere(port)
}

/** The processes of a group that are no corpses: those count as members until somebody buries them, and in a container nobody may. */
export function membersOnLinux(group: number): readonly number[] {
  return pidsOnLinux().filter(pid => {
    const stat = statOf(pid)
    return stat?.group === group && stat.state !== 'Z'
  })
}

/** Every process there is. */
export function pidsOnLinux(): readonly number[] {
  return readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? [Number(name)] : []))
}

function bornOnLinux(pid: number): string | undefined {
  const stat = statOf(pid)
  return stat === undefined || stat.state === 'Z' ? undefined : `${stat.born}@${boot()}`
}

// Births are counted from the start of the machine: after the next one, the same count is another moment.
let knownBoot: string | undefined
function boot(): string {
  knownBoot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  return knownBoot
}

interface Stat {
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly computedMs: number
  readonly born: string
}

function statOf(pid: number | string): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything, spaces and brackets too; the numbers come after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      state: fields[0] ?? '',
      parent: Number(fields[1]),
      group: Number(fields[2]),
      session: Number(fields[3]),
      computedMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
      born: fields[19] ?? '',
    }
  } catch {
    return undefined
  }
}

// Linux counts computing time in hundredths of a second, on every machine Node runs on.
const TICK_MS = 10

function listenersOnLinux(port: number): readonly number[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table => listeningSockets(table, hex))
  if (sockets.length === 0) return []
  const wanted = new Set(sockets.map(inode => `socket:[${inode}]`))
  return pidsOnLinux().filter(pid => holds(pid, wanted))
}

function listeningSockets(table: string, port: string): readonly string[] {
  try {
    const rows = readFileSync(table, 'utf8').split('\n').slice(1)
    return rows.flatMap(row => {
      const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/)
      return state === LISTENING && local.endsWith(`:${port}`) && inode !== undefined ? [inode] : []
    })
  } catch {
    return []
  }
}

const LISTENING = '0A'

function holds(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(fd => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)))
  } catch {
    // Somebody else's process, or one that has just ended.
    return false
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function listenersElsewhere(port: number): readonly number[] {
  try {
    const shown = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' })
    return shown.trim().split('\n').map(Number)
  } catch {
    return []
  }
}

function shownOf(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
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
