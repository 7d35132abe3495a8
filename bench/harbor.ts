import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SHOPS } from '../fixtures/harbor/data/shops.ts'
import { type Row, row } from './row.ts'
import { median } from './statistics.ts'

const UP = fileURLToPath(new URL('../fixtures/harbor/up.ts', import.meta.url))
const MOCK = fileURLToPath(new URL('../src/mock/main.ts', import.meta.url))
const ASKS = 200
const RATE = 100
const WARM_UP_SECONDS = 20
const LOAD_SECONDS = Number(process.env.BENCH_HARBOR_SECONDS ?? 60)

/** What Harbor promises of itself: soon there, small, quick, and no larger after a while than before. */
export async function harbor(): Promise<readonly Row[]> {
  await using mock = await started([MOCK, '--port', '0', '--first-token', '0', '--lifeline'])
  const provider = providerIn(mock.ready)
  // The very first start makes a store to copy; every further one is what people wait for.
  await using _first = await startHarbor(provider, [])
  await _first[Symbol.asyncDispose]()
  await using two = await startHarbor(provider, ['--regions', 'warm-standby'])
  const twoRegionsMb = two.memoryMb()
  await two[Symbol.asyncDispose]()

  await using one = await startHarbor(provider, [])
  const oneRegionMb = one.memoryMb()
  const askMs = await asking(one.edge)
  await loading(one.edge, WARM_UP_SECONDS)
  const beforeMb = one.memoryMb()
  const { good, p99Ms } = await loading(one.edge, LOAD_SECONDS)
  const afterMb = one.memoryMb()
  const promise = (metric: string, unit: string, ours: number, theirs: number, better: 'less' | 'more'): Row =>
    row({ bench: 'harbor', metric, unit, ours, peer: 'what is promised', theirs, better, target: 1 })
  return [
    promise('ready, one region', 'ms', one.readyMs, 6000, 'less'),
    promise('ready, two regions', 'ms', two.readyMs, 6000, 'less'),
    promise('memory, one region', 'MB', oneRegionMb, 800, 'less'),
    promise('memory, two regions', 'MB', twoRegionsMb, 1600, 'less'),
    promise('ask through the edge, models without latency, median', 'ms', askMs, 15, 'less'),
    promise(`good answers of those asked, ${RATE}/s for ${LOAD_SECONDS} s`, '%', good * 100, 99.9, 'more'),
    promise(`ask at ${RATE}/s, p99`, 'ms', p99Ms, 450, 'less'),
    // Flat: what grows by more than a tenth in a minute has no bound.
    promise(`memory after ${LOAD_SECONDS} s of it`, 'MB', afterMb, beforeMb * 1.1, 'less'),
  ]
}

interface Started extends AsyncDisposable {
  readonly child: ChildProcess
  readonly ready: string
}

async function started(argv: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [...argv], { stdio: ['pipe', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  const [ready] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    child,
    ready,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function providerIn(ready: string): string {
  const { listening } = JSON.parse(ready) as { readonly listening: string }
  return listening
}

interface Harbor extends AsyncDisposable {
  readonly edge: string
  readonly readyMs: number
  /** What all of its processes take, as the system counts it. */
  memoryMb(): number
}

async function startHarbor(provider: string, more: readonly string[]): Promise<Harbor> {
  const dir = mkdtempSync(join(tmpdir(), 'harbor-bench-'))
  const [edge, agent, gateway, store, jobs, agentB, gatewayB, storeB, jobsB] = await freePorts(9)
  const at = (port: number | undefined): string => `127.0.0.1:${port}`
  const sql = (port: number | undefined): string => `postgres://postgres@${at(port)}/postgres`
  const flags = {
    dir,
    edge: at(edge),
    agent: at(agent),
    gateway: at(gateway),
    store: at(store),
    jobs: at(jobs),
    'agent-url': `http://${at(agent)}`,
    'gateway-url': `http://${at(gateway)}`,
    'store-url': sql(store),
    'peer-store-url': sql(storeB),
    'agent-b': at(agentB),
    'gateway-b': at(gatewayB),
    'store-b': at(storeB),
    'jobs-b': at(jobsB),
    'agent-url-b': `http://${at(agentB)}`,
    'gateway-url-b': `http://${at(gatewayB)}`,
    'store-url-b': sql(storeB),
    'peer-store-url-b': sql(store),
    'openai-url': provider,
    'anthropic-url': provider,
    'google-url': provider,
    'embeddings-url': provider,
  }
  const startedMs = performance.now()
  const up = await started([UP, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`), ...more])
  const readyMs = performance.now() - startedMs
  return {
    edge: `http://${at(edge)}`,
    readyMs,
    memoryMb() {
      const parts = JSON.parse(readFileSync(join(dir, 'pids.json'), 'utf8')) as Readonly<Record<string, number>>
      return [up.child.pid, ...Object.values(parts)].reduce<number>((sum, pid) => sum + residentMb(pid), 0)
    },
    async [Symbol.asyncDispose]() {
      await up[Symbol.asyncDispose]()
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function residentMb(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1000
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = servers.map(server => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(server => once(server.close(), 'close')))
  return ports
}

/** One question after the other. */
async function asking(edge: string): Promise<number> {
  for (let n = 0; n < ASKS; n += 1) await ask(edge, n)
  const took: number[] = []
  for (let n = 0; n < ASKS; n += 1) took.push((await ask(edge, n)).tookMs)
  return median(took)
}

/** So many a second, however long the answers take. */
async function loading(edge: string, seconds: number): Promise<{ readonly good: number; readonly p99Ms: number }> {
  const startMs = performance.now()
  const answers = Array.from({ length: RATE * seconds }, async (_, n) => {
    await wait(Math.max(0, startMs + (n * 1000) / RATE - performance.now()))
    return ask(edge, n)
  })
  const all = await Promise.all(answers)
  const took = all.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)
  return {
    good: all.filter(({ good }) => good).length / all.length,
    p99Ms: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
  }
}

async function ask(edge: string, n: number): Promise<{ readonly good: boolean; readonly tookMs: number }> {
  const startedMs = performance.now()
  const key = SHOPS[n % SHOPS.length]?.key
  const body = JSON.stringify({ question: 'How long do I have to return an item?' })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const good = await fetch(`${edge}/v1/runs`, { method: 'POST', headers, body })
    .then(async response => response.status === 200 && (await response.text()).includes('"degraded":null'))
    .catch(() => false)
  return { good, tookMs: performance.now() - startedMs }
}
