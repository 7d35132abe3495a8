import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { hostname } from 'node:os'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DrillError } from '../../model/error.ts'
import type { ProcessIdentity } from '../../model/event.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { Processes, ProcessSpec, StartedProcess } from '../../model/world/processes.ts'
import { cleanLines } from './clean-lines.ts'
import { isProgram, run } from './command.ts'
import { descends, kinOf, listening } from './kinship.ts'
import { isOrphanedGroup, MARK, markOf } from './mark.ts'
import { noRoom } from './no-room.ts'
import { bornOf, computedMsOf, stateOf } from './process-table.ts'

/** Programs we start, and the certainty that a process number still means the process we started. */
export function nodeProcesses(): Processes {
  return {
    host: hostname(),
    self: { pid: process.pid, born: bornOf(process.pid) ?? 'unknown' },
    ...{ start, alive, end, listening, descends, run },
    groupAlive: async identity => bornOf(identity.pid) === identity.born || isOrphanedGroup(identity),
    kin: async identity => kinOf(identity),
    identify: async pid => identityOf(pid),
    async signal(identity, signal) {
      if (!(await alive(identity))) return false
      kill(identity.pid, signal)
      return true
    },
    state: async identity => ((await alive(identity)) ? stateOf(identity.pid) : 'gone'),
    computedMs: async identity => ((await alive(identity)) ? computedMsOf(identity.pid) : undefined),
  }
}

async function start(spec: ProcessSpec): Promise<StartedProcess> {
  if ('file' in spec.run && !isProgram(spec.run.file, spec.cwd))
    throw notStarted(`there is no program ${spec.run.file}`)
  const child = spawn(...commandOf(spec), {
    cwd: spec.cwd,
    env: { ...inherited(spec.inherit), ...spec.env },
    // A group of its own: a Ctrl-C in the terminal is for us, and we put things back before the children go.
    detached: true,
    // The pipe is the lifeline: whoever reads it sees it end when we are gone, however we went.
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  if (child.stdout === undefined) throw notStarted(await noRoom(child))
  const log = logTo(spec, child)
  if (spec.hear !== undefined)
    for (const output of [child.stdout, child.stderr]) output.on('data', data => spec.hear?.(String(data)))
  child.stdin.on('error', () => {})
  const closed = new Promise(resolve => child.once('close', resolve))
  const exited = new Promise<{ code: number | null; signal: string | null }>(resolve => {
    child.once('error', error => log.end(`${error.message}\n`, () => resolve({ code: null, signal: null })))
    child.once('exit', async (code, signal) => {
      // Its last words are there in a moment; but whoever it has started may hold its pipes open for ever.
      await Promise.race([closed, wait(LAST_WORDS_MS, undefined, { ref: false })])
      child.stdout.destroy()
      child.stderr.destroy()
      log.end(() => resolve({ code, signal }))
    })
  })
  const reader = createInterface({ input: child.stdout })
  const firstLine = Promise.race([
    new Promise<string>(resolve => reader.once('line', resolve)),
    exited.then(() => undefined),
  ])
  if (child.pid === undefined) throw notStarted(`see ${spec.logFile}`)
  const identity = { pid: child.pid, born: bornOf(child.pid) ?? 'unknown' }
  const tell = (text: string) => void (child.stdin.writable && child.stdin.write(text))
  const go = () => ('program' in spec.run ? undefined : tell(`${markOf(identity)}\n`))
  return { identity, firstLine, exited, go, tell }
}

function notStarted(why: string): DrillError {
  return new DrillError('STAGE_FAILED', `Could not start a process: ${withoutStop(why)}.`, {
    hint: 'nothing was broken yet',
  })
}

function inherited(names: readonly string[] | undefined): NodeJS.ProcessEnv {
  if (names === undefined) return process.env
  return Object.fromEntries(names.map(name => [name, process.env[name]]))
}

const LAST_WORDS_MS = 500

/** A full disk must neither end us nor hold up the child. */
function logTo({ logFile, clean }: ProcessSpec, child: ChildProcessWithoutNullStreams): WriteStream {
  const log = createWriteStream(logFile, { flags: 'a' })
  for (const output of [child.stdout, child.stderr]) {
    const said = clean === undefined ? output : output.pipe(cleanLines(clean))
    said.pipe(log, { end: false })
    log.on('error', () => said.resume())
  }
  return log
}

function commandOf(spec: ProcessSpec): [string, readonly string[]] {
  // The shell waits for its word and becomes the program: same number, same birth. If we die before, it reads the end, and ends.
  if ('command' in spec.run) return ['/bin/sh', ['-c', `${WAIT} exec /bin/sh -c "$0"`, spec.run.command]]
  if ('file' in spec.run) return ['/bin/sh', ['-c', `${WAIT} exec "$0" "$@"`, spec.run.file, ...spec.run.args]]
  // Run from source the programs end in .ts, built they end in .js: the same as this file.
  const file = `../../${spec.run.program}/main${extname(import.meta.url)}`
  return [process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...spec.run.args]]
}

// What it is told is who it is, and all that it starts will know it.
const WAIT = `read -r ${MARK} && export ${MARK} &&`

async function alive(identity: ProcessIdentity): Promise<boolean> {
  return bornOf(identity.pid) === identity.born
}

/** The process that has a number just now. */
function identityOf(pid: number): ProcessIdentity | undefined {
  const born = bornOf(pid)
  return born === undefined ? undefined : { pid, born }
}

async function end(identity: ProcessIdentity, options: { group: boolean; graceMs: number }): Promise<void> {
  const target = options.group ? -identity.pid : identity.pid
  const there = () => bornOf(identity.pid) === identity.born || (options.group && isOrphanedGroup(identity))
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

/** Who is not there any more needs no signal. */
function kill(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch {}
}
