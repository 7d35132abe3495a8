import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { requiredPart } from './required.ts'
import { freePort } from './sockets.ts'
import { type TempDir, tempDir } from './temp-dir.ts'
import { eventually } from './wait.ts'

/** A server that keeps data, ours for a while. */
export interface StoreServer extends AsyncDisposable {
  readonly url: string
}

/** Where real servers lie that `node tools/store-servers.ts DIR` has fetched; each is a program in it. */
const DIR = process.env.BLACKSTART_STORE_SERVERS ?? ''

/** Whether the real server of this name is on this machine; if not, the reason is printed, or it is a failure where it is demanded. */
export function hasStoreServer(name: string): boolean {
  const found = DIR !== '' && existsSync(join(DIR, name))
  return requiredPart(name, found, `there is no ${name} in BLACKSTART_STORE_SERVERS (${DIR || 'not set'})`)
}

/** How a program is made to listen on a port and keep what it has in a folder. */
export interface Launch {
  readonly program: string
  readonly args: (port: number, dir: TempDir) => readonly string[]
  readonly env?: (port: number, dir: TempDir) => Promise<Readonly<Record<string, string>>>
  readonly url: (port: number, env: Readonly<Record<string, string>>) => string
  /** Beyond taking connections: whether it answers. */
  readonly ready?: (url: string) => Promise<boolean>
}

/** Starts a real server, and stops it and removes its data when done. */
export async function realServer({ program, args, env, url, ready }: Launch): Promise<StoreServer> {
  const dir = await tempDir()
  const port = await freePort()
  const own = (await env?.(port, dir)) ?? {}
  const said: string[] = []
  const child = spawn(join(DIR, program), args(port, dir), {
    cwd: dir.path,
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => void said.push(String(chunk)))
  const address = url(port, own)
  try {
    await eventually(
      `${program} to answer`,
      async () => {
        if (child.exitCode !== null) throw new Error(`${program} ended: ${said.join('').slice(-2000)}`)
        return (await accepts(port)) && (ready === undefined || (await ready(address).catch(() => false)))
      },
      60_000,
    )
  } catch (error) {
    await stop(child)
    throw error
  }
  return {
    url: address,
    async [Symbol.asyncDispose]() {
      process.off('exit', end)
      await stop(child)
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** Some of them do not hear the gentle signals. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGINT')
  const patience = setTimeout(() => child.kill('SIGKILL'), 2000)
  await ended
  clearTimeout(patience)
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
