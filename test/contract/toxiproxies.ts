import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProxyServer } from '../../src/proxy/server.ts'
import { freePort } from '../support/sockets.ts'
import { eventually } from '../support/wait.ts'

/** A running Toxiproxy of some make. */
export interface Running extends AsyncDisposable {
  readonly url: string
}

export interface StartOptions {
  readonly proxyMetrics?: boolean
}

/** Ours, in this process. */
export async function inProcess(options: StartOptions = {}): Promise<Running> {
  return startProxyServer({ port: 0, ...options })
}

const MAIN = fileURLToPath(new URL('../../src/proxy/main.ts', import.meta.url))

/** Ours, as the program that drills start. */
export async function childProcess({ proxyMetrics = false }: StartOptions = {}): Promise<Running> {
  const flags = ['--lifeline', '--port', '0', ...(proxyMetrics ? ['--proxy-metrics'] : [])]
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
  })
  const line = await eventually('the first line of the proxy program', () => output.includes('\n') && output)
  const { listening } = JSON.parse(line.split('\n')[0] ?? '') as { listening: string }
  return { url: listening, [Symbol.asyncDispose]: () => ended(child, () => child.stdin.end()) }
}

/** Where the original's program is on this machine, if it is. */
export function findBinary(): string | undefined {
  const named = process.env.BLACKSTART_TOXIPROXY_BIN
  if (named !== undefined) return existsSync(named) ? named : undefined
  const places = (process.env.PATH ?? '').split(delimiter).map(dir => join(dir, 'toxiproxy-server'))
  return places.find(path => existsSync(path))
}

/** The original. */
export function binary(path: string): (options?: StartOptions) => Promise<Running> {
  return async ({ proxyMetrics = false } = {}) => {
    const port = await freePort()
    const flags = ['-host', '127.0.0.1', '-port', String(port), ...(proxyMetrics ? ['-proxy-metrics'] : [])]
    const child = spawn(path, flags, { stdio: 'ignore' })
    const url = `http://127.0.0.1:${port}`
    await eventually('the original to answer', () =>
      fetch(`${url}/version`).then(
        answer => answer.ok,
        () => false,
      ),
    )
    // Killed outright: with a connection stuck in a toxic it would not end by itself.
    return { url, [Symbol.asyncDispose]: () => ended(child, () => child.kill('SIGKILL')) }
  }
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  end()
  await exited
}
