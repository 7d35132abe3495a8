import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventIn } from '../../src/journal/replay.ts'
import type { DrillEvent } from '../../src/model/event.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** What it has said so far on standard error. */
  said(): string
}

export interface Surroundings {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs the command line as a user would, in a process of its own, and waits for its end. */
export function blackstart(args: readonly string[], at: Surroundings): Promise<Ended> {
  return startBlackstart(args, at).ended
}

/** Starts the command line and leaves it running. Locks are kept in the test's own folder. */
export function startBlackstart(args: readonly string[], { cwd, env = {} }: Surroundings): Started {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', BLACKSTART_LOCKS: join(cwd, 'locks'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    err += text
  })
  const ended = new Promise<Ended>(resolve => child.on('close', code => resolve({ code, out, err })))
  return { child, ended, said: () => err }
}

/** The folders of the drills below a folder, oldest first. */
export async function drillsIn(out: string): Promise<readonly string[]> {
  const entries = await readdir(out, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => join(out, entry.name))
    .sort()
}

/** The events of a drill's journal; a torn last line is passed over. */
export async function eventsOf(dir: string): Promise<readonly DrillEvent[]> {
  const text = await readFile(join(dir, 'journal.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').flatMap(line => eventIn(line) ?? [])
}

/** Waits until something is there, or says after a while what it waited for. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  limitMs = 30_000,
): Promise<T> {
  const endMs = performance.now() + limitMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (performance.now() > endMs) throw new Error(`waited ${limitMs} ms in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** The newest drill below a folder, as soon as its journal holds an event of a type. */
export function drillWith(out: string, type: DrillEvent['type']): Promise<string> {
  return eventually(`an event ${type}`, async () => {
    const dir = (await drillsIn(out)).at(-1)
    return dir !== undefined && (await eventsOf(dir)).some(event => event.type === type) ? dir : undefined
  })
}
