import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Claim, type Row, row } from './row.ts'
import { percentile } from './statistics.ts'

const ROUNDS = 3
const BINARY = process.env.BLACKSTART_TOXIPROXY_BIN ?? ''
const PEER = 'toxiproxy-server 2.12.0'
// The promise of the toxic: an answer that is late by so much says something about the platform.
const LATENCY_ERROR_MS = 2
const IDLE_CONNECTIONS = 5000

/** Our Toxiproxy, the original, and no proxy at all, each in turn under the same load. */
export async function toxiproxy(): Promise<readonly Row[]> {
  if (!existsSync(BINARY)) {
    console.error('  skipped: BLACKSTART_TOXIPROXY_BIN does not name a toxiproxy-server to compare with')
    return []
  }
  await using origin = await startOrigin()
  await using ours = await startOurs()
  await using theirs = await startTheirs()
  const routes = {
    ours: await route(ours.api, origin),
    theirs: await route(theirs.api, origin),
    direct: { ...origin, api: '' },
  }
  return [
    ...(await requestRows(routes)),
    ...(await connectionRows(routes)),
    ...(await bulkRows(routes)),
    ...(await latencyRows(routes)),
    ...(await apiRows(routes)),
    ...(await memoryRows(origin)),
  ]
}

interface Route {
  readonly api: string
  readonly answering: string
  readonly flooding: string
}
interface Routes {
  readonly ours: Route
  readonly theirs: Route
  readonly direct: Route
}

async function requestRows(routes: Routes): Promise<readonly Row[]> {
  const { ours, theirs, direct } = await inTurns<{ perSecond: number; p50Ms: number; p99Ms: number }>(
    routes,
    ({ answering }) => ['requests', answering],
  )
  const claim = (metric: string, unit: string, of: (load: (typeof ours)[number]) => number) => ({
    ...{ metric: `${metric}, 32 kept-alive connections`, unit },
    ...{ ours: lowest(ours, of), peer: PEER, theirs: lowest(theirs, of) },
  })
  const rate = (load: (typeof ours)[number]) => load.perSecond
  const perSecond = { ...claim('requests/s', '/s', rate), ours: highest(ours, rate), theirs: highest(theirs, rate) }
  return [
    asRow({ ...perSecond, better: 'more', target: 1.1 }),
    // Two hops where there was one, on the same two cores.
    asRow({
      ...perSecond,
      peer: 'no proxy',
      theirs: highest(direct, rate),
      better: 'more',
      target: 0.3,
    }),
    asRow({ ...claim('request p50', 'ms', load => load.p50Ms), better: 'less', target: 1 }),
    asRow({ ...claim('request p99', 'ms', load => load.p99Ms), better: 'less', target: 2 }),
  ]
}

async function connectionRows(routes: Routes): Promise<readonly Row[]> {
  const { ours, theirs } = await inTurns<{ perSecond: number }>(routes, ({ answering }) => ['connections', answering])
  const of = (load: { perSecond: number }) => load.perSecond
  const claim = { metric: 'new connections/s, each asked once', unit: '/s', ours: highest(ours, of) }
  // Nobody breaks a platform by connecting; it only must not become the bottleneck.
  return [asRow({ ...claim, peer: PEER, theirs: highest(theirs, of), better: 'more', target: 0.5 })]
}

async function bulkRows(routes: Routes): Promise<readonly Row[]> {
  const { ours, theirs, direct } = await inTurns<{ bytesPerSecond: number }>(routes, ({ flooding }) => [
    'bulk',
    flooding,
  ])
  const of = (load: { bytesPerSecond: number }) => load.bytesPerSecond / 1e6
  const claim = { metric: 'bulk, one connection', unit: 'MB/s', ours: highest(ours, of), better: 'more' } as const
  return [
    asRow({ ...claim, peer: PEER, theirs: highest(theirs, of), target: 1.1 }),
    // Every byte is read and written once more.
    asRow({ ...claim, peer: 'no proxy', theirs: highest(direct, of), target: 0.25 }),
  ]
}

async function latencyRows({ ours, theirs }: Routes): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const delayMs of [1, 10, 100]) {
    const errors = { ours: [] as number[], theirs: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      errors.ours.push(await latencyError(ours, delayMs))
      errors.theirs.push(await latencyError(theirs, delayMs))
    }
    const claim = { metric: `error of ${delayMs} ms latency, p99`, unit: 'ms', better: 'less' } as const
    rows.push(
      asRow({ ...claim, ours: Math.min(...errors.ours), peer: 'what we promise', theirs: LATENCY_ERROR_MS, target: 1 }),
      // Its timers are finer than ours; what is promised above must hold all the same.
      asRow({ ...claim, ours: Math.min(...errors.ours), peer: PEER, theirs: Math.min(...errors.theirs), target: 0.5 }),
    )
  }
  return rows
}

/** How far answers are from the time they were to take, the way through the proxy included. */
async function latencyError({ api, answering }: Route, delayMs: number): Promise<number> {
  const toxics = `${api}/proxies/bench/toxics`
  await call('POST', toxics, { name: 'slow', type: 'latency', attributes: { latency: delayMs } })
  const { tookMs } = await load<{ tookMs: readonly number[] }>(['latency', answering])
  await call('DELETE', `${toxics}/slow`)
  return percentile(
    tookMs.map(took => Math.abs(took - delayMs)),
    99,
  )
}

async function apiRows(routes: Routes): Promise<readonly Row[]> {
  const { ours, theirs } = await inTurns<{ perSecond: number }>({ ...routes, direct: undefined }, ({ api }) => [
    'api',
    api,
  ])
  const of = (load: { perSecond: number }) => load.perSecond
  const claim = { metric: 'API calls/s, a toxic added, read and removed', unit: '/s', ours: highest(ours, of) }
  return [asRow({ ...claim, peer: PEER, theirs: highest(theirs, of), better: 'more', target: 1 })]
}

/** In programs that have done nothing else: memory remembers. */
async function memoryRows(origin: Route): Promise<readonly Row[]> {
  if (process.platform !== 'linux') return []
  const used = async (starting: Promise<Program>) => {
    await using program = await starting
    const client = start(['idle', (await route(program.api, origin)).answering])
    await firstLine(client)
    const usedBytes = residentBytes(program)
    await ended(client)
    return usedBytes / 1e6
  }
  const claim = { metric: `memory with ${IDLE_CONNECTIONS.toLocaleString('en')} idle connections`, unit: 'MB' }
  const [mine, its] = [await used(startOurs()), await used(startTheirs())]
  return [asRow({ ...claim, ours: mine, peer: PEER, theirs: its, better: 'less', target: 1 })]
}

function residentBytes({ child }: Program): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024
}

/** The same load on each in turn, several times: what else the machine does falls on all of them. */
async function inTurns<Load>(
  routes: Readonly<Record<keyof Routes, Route | undefined>>,
  args: (route: Route) => readonly string[],
): Promise<Record<keyof Routes, Load[]>> {
  const loads: Record<keyof Routes, Load[]> = { ours: [], theirs: [], direct: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['ours', 'theirs', 'direct'] as const) {
      const route = routes[name]
      if (route !== undefined) loads[name].push(await load<Load>(args(route)))
    }
  }
  return loads
}

// The best of several: what else the machine does only ever takes away.
function highest<Load>(loads: readonly Load[], of: (load: Load) => number): number {
  return Math.max(...loads.map(of))
}

function lowest<Load>(loads: readonly Load[], of: (load: Load) => number): number {
  return Math.min(...loads.map(of))
}

function asRow(claim: Omit<Claim, 'bench'>): Row {
  return row({ bench: 'toxiproxy', ...claim })
}

const LOAD = fileURLToPath(new URL('./toxiproxy-load.ts', import.meta.url))

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [LOAD, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}

async function load<Load>(args: readonly string[]): Promise<Load> {
  const client = start(args)
  const line = await firstLine(client)
  await ended(client)
  return JSON.parse(line) as Load
}

interface Program extends AsyncDisposable {
  readonly child: ChildProcess
  readonly api: string
}

async function startOrigin(): Promise<Route & AsyncDisposable> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./toxiproxy-origin.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return { api: '', ...JSON.parse(await firstLine(child)), [Symbol.asyncDispose]: () => killed(child) }
}

async function startOurs(): Promise<Program> {
  const main = fileURLToPath(new URL('../src/proxy/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '--port', '0', '--lifeline'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const { listening } = JSON.parse(await firstLine(child)) as { listening: string }
  return { child, api: listening, [Symbol.asyncDispose]: () => killed(child) }
}

async function startTheirs(): Promise<Program> {
  const port = await freePort()
  // Quiet: writing a line for every connection is not what is measured.
  const env = { ...process.env, LOG_LEVEL: 'error' }
  const child = spawn(BINARY, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore', env })
  const api = `http://127.0.0.1:${port}`
  while (
    !(await fetch(`${api}/version`)
      .then(answer => answer.ok)
      .catch(() => false))
  )
    await wait(20)
  return { child, api, [Symbol.asyncDispose]: () => killed(child) }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function route(api: string, origin: Route): Promise<Route> {
  const through = async (name: string, upstream: string) => {
    const answer = await call('POST', `${api}/proxies`, { name, listen: '127.0.0.1:0', upstream })
    return ((await answer.json()) as { listen: string }).listen
  }
  return { api, answering: await through('bench', origin.answering), flooding: await through('bulk', origin.flooding) }
}

async function call(method: string, url: string, body?: unknown): Promise<Response> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is not ours to read')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return String(line)
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
  child.stdin?.end()
  await exited
}

async function killed(child: ChildProcess): Promise<void> {
  const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
  child.kill('SIGKILL')
  await exited
}
