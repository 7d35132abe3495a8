import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import type { CommandOutcome, CommandSpec } from '../../model/world/processes.ts'
import { noRoom } from './no-room.ts'

/** Runs a command line to its end. It leads a group of its own, so that all it started ends with it. */
export async function run({ command, cwd, env, timeoutMs, signal }: CommandSpec): Promise<CommandOutcome> {
  if (signal?.aborted === true) return { state: 'stopped', code: null, output: '', tookMs: 0 }
  const beganMs = performance.now()
  const child = spawn('/bin/sh', ['-c', command], {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (child.stdout === undefined) return { state: 'not-started', code: null, output: await noRoom(child), tookMs: 0 }
  let output = ''
  const hear = (text: string): void => {
    output = (output + text).slice(-MOST_OUTPUT)
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
  return new Promise(resolve => {
    let cut: 'late' | 'stopped' | undefined
    const cutOff = (why: 'late' | 'stopped'): void => {
      cut ??= why
      end(child.pid)
    }
    const late = setTimeout(() => cutOff('late'), timeoutMs)
    const stop = () => cutOff('stopped')
    signal?.addEventListener('abort', stop, { once: true })
    const done = (state: CommandOutcome['state'], code: number | null): void => {
      clearTimeout(late)
      clearTimeout(lingering)
      signal?.removeEventListener('abort', stop)
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ state: cut ?? state, code, output, tookMs: performance.now() - beganMs })
    }
    let lingering: NodeJS.Timeout | undefined
    child.once('error', error => {
      hear(error.message)
      done('not-started', null)
    })
    child.once('exit', code => {
      // What it left running may hold its output open; its last words are there in a moment.
      lingering = setTimeout(() => done(code === 0 ? 'done' : 'failed', code), LAST_WORDS_MS)
      child.once('close', () => done(code === 0 ? 'done' : 'failed', code))
    })
  })
}

const MOST_OUTPUT = 64 * 1024
const LAST_WORDS_MS = 300

/** The whole group: a shell that is ended alone leaves its children behind. */
function end(leader: number | undefined): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {}
}

/** Whether there is a program of this name: a path as seen from a folder, or a name on the PATH. */
export function isProgram(file: string, cwd: string): boolean {
  const folders = file.includes('/') ? [cwd] : (process.env.PATH ?? '').split(delimiter)
  return folders.some(folder => isExecutable(resolve(cwd, folder, file)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
