import { execFileSync, spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DrillError } from '../../model/error.ts'
import type { ProcessIdentity } from '../../model/event.ts'
import type { Processes, ProcessSpec, StartedProcess } from '../../model/world.ts'

/** Programs we start, and the certainty that a process number still means the process we started. */
export function nodeProcesses(): Processes {
  return { self: { pid: process.pid, born: bornOf(process.pid) ?? 'unknown' }, start, alive, end }
}

async function start(spec: ProcessSpec): Promise<StartedProcess> {
  const child = spawn(...commandOf(spec), {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    // A group of its own: a Ctrl-C in the terminal is for us, and we put things back before the children go.
    detached: true,
    // The pipe is the lifeline: whoever reads it sees it end when we are gone, however we went.
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const log = createWriteStream(spec.logFile, { flags: 'a' })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  child.stdin.on('error', () => {})
  const exited = new Promise<{ code: number | null; signal: string | null }>(resolve => {
    child.once('error', error => log.write(`${error.message}\n`, () => resolve({ code: null, signal: null })))
    child.once('close', (code, signal) => log.end(() => resolve({ code, signal })))
  })
  const reader = createInterface({ input: child.stdout })
  const firstLine = Promise.race([
    new Promise<string>(resolve => reader.once('line', resolve)),
    exited.then(() => undefined),
  ])
  if (child.pid === undefined) {
    throw new DrillError('STAGE_FAILED', `Could not start a process: see ${spec.logFile}.`, {
      hint: 'nothing was broken yet',
    })
  }
  return { identity: { pid: child.pid, born: bornOf(child.pid) ?? 'unknown' }, firstLine, exited }
}

function commandOf(spec: ProcessSpec): [string, readonly string[]] {
  if ('command' in spec.run) return ['/bin/sh', ['-c', spec.run.command]]
  // Run from source the programs end in .ts, built they end in .js: the same as this file.
  const file = `../../${spec.run.program}/main${extname(import.meta.url)}`
  return [process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...spec.run.args]]
}

async function alive(identity: ProcessIdentity): Promise<boolean> {
  return bornOf(identity.pid) === identity.born
}

async function end(identity: ProcessIdentity, options: { group: boolean; graceMs: number }): Promise<void> {
  const target = options.group ? -identity.pid : identity.pid
  const there = () => bornOf(identity.pid) === identity.born || (options.group && orphaned(identity.pid))
  if (!there()) return
  kill(target, 'SIGTERM')
  if (await until(() => !there(), options.graceMs)) return
  kill(target, 'SIGKILL')
  // Killed is not yet gone: the kernel needs a moment, and we only say "gone" when it is.
  await until(() => !there(), 1000)
}

async function until(condition: () => boolean, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 20) {
    if (condition()) return true
    await wait(20)
  }
  return condition()
}

/** A group whose leader is gone. Its number cannot have been given to anybody else while it lasts. */
function orphaned(pid: number): boolean {
  return bornOf(pid) === undefined && kill(-pid, 0)
}

function kill(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal)
  } catch {
    return false
  }
}

/** When a process was born, in the kernel's own words; undefined if there is none (or only its corpse). */
function bornOf(pid: number): string | undefined {
  return process.platform === 'linux' ? bornOnLinux(pid) : bornElsewhere(pid)
}

function bornOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything, spaces and brackets too; the numbers come after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
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
