import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { keepOn } from './cores.ts'
import { type Row, row } from './row.ts'
import { median } from './statistics.ts'

const SECONDS = 1
const ROUNDS = 3
const CLIENTS = [1, 32, 500] as const
const MEMORY_REQUESTS = 100_000

const ANSWER =
  'We ship to Norway, Sweden, Denmark, Finland, Iceland and the Netherlands within four working days, at a cost of nine ' +
  'euros, and to every other country of the European Union within eight working days, at a cost of fourteen.'
const QUESTION = 'Which countries do you ship to, and at what cost?'
// Any file with something in it: nobody here asks for control, and a new token would be told on the terminal.
const TOKEN_FILE = fileURLToPath(import.meta.url)
const AIMOCK = 'aimock 1.43.0'

/** How much the mock takes, beside the best known mock in the same run; what forwarding adds; whether memory stays. */
export async function mock(): Promise<readonly Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'blackstart-bench-'))
  const ours = await ourMock()
  const theirs = await aimock(dir)
  try {
    const rows: Row[] = []
    for (const stream of [false, true]) {
      for (const clients of CLIENTS) rows.push(...(await compared(ours, theirs, clients, stream)))
    }
    return [...rows, await forwarding(ours), await memory(ours)]
  } finally {
    ours.process.kill()
    theirs.process.kill()
    await rm(dir, { recursive: true, force: true })
  }
}

async function compared(ours: Server, theirs: Server, clients: number, stream: boolean): Promise<readonly Row[]> {
  const seen = { ours: [] as Load[], theirs: [] as Load[] }
  // In turns: what else the machine does falls on both.
  for (let round = 0; round < ROUNDS; round++) {
    seen.ours.push(await load(ours, clients, stream))
    seen.theirs.push(await load(theirs, clients, stream))
  }
  const events = stream ? `, ${seen.ours[0]?.events} events to ${seen.theirs[0]?.events}` : ''
  const what = `${stream ? 'streamed' : 'whole'}, ${clients === 1 ? '1 client' : `${clients} clients`}${events}`
  // The best of several: what else the machine does only ever takes away.
  const most = (loads: readonly Load[]): number => Math.max(...loads.map(({ perSecond }) => perSecond))
  const least = (loads: readonly Load[]): number => Math.min(...loads.map(({ p99Ms }) => p99Ms))
  const claim = { bench: 'mock', peer: AIMOCK, target: 2 }
  return [
    // A mock must never be the narrow place of a drill; the best known one is not slow.
    row({
      ...{ ...claim, metric: `requests/s, ${what}`, unit: '/s', better: 'more' },
      ...{ ours: most(seen.ours), theirs: most(seen.theirs) },
    }),
    row({
      ...{ ...claim, metric: `p99, ${what}`, unit: 'ms', better: 'less' },
      ...{ ours: least(seen.ours), theirs: least(seen.theirs) },
    }),
  ]
}

/** What the mock adds when it stands before a provider: here before another of its kind, on the same machine. */
async function forwarding(upstream: Server): Promise<Row> {
  const front = await ourMock(['--upstream', upstream.url])
  try {
    const added: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const direct = await load(upstream, 1, false)
      const through = await load(front, 1, false)
      added.push(through.p50Ms - direct.p50Ms)
    }
    return row({
      bench: 'mock',
      metric: 'added by forwarding, p50, as the client sees it',
      unit: 'ms',
      ours: median(added),
      peer: 'a limit of 1 ms',
      theirs: 1,
      better: 'less',
      // Somebody else's network between the two would hide it altogether.
      target: 1,
    })
  } finally {
    front.process.kill()
  }
}

/** Memory after so many requests, beside what it was when the server was warm. */
async function memory(server: Server): Promise<Row> {
  const before = await residentMb(server.process)
  for (let sent = 0; sent < MEMORY_REQUESTS; ) sent += (await load(server, 32, false)).requests
  return row({
    bench: 'mock',
    metric: `memory after ${MEMORY_REQUESTS.toLocaleString('en')} more requests`,
    unit: 'MB',
    ours: await residentMb(server.process),
    peer: 'itself before them',
    theirs: before,
    better: 'less',
    // The heap breathes; what grows without end would be far above this.
    target: 0.85,
  })
}

async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

interface Load {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failed: number
  readonly requests: number
  readonly events: number
}

async function load({ url, process: server }: Server, clients: number, stream: boolean): Promise<Load> {
  const program = fileURLToPath(new URL('mock-load.ts', import.meta.url))
  const args = [program, `${url}/v1/chat/completions`, String(clients), String(SECONDS)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  // One client and its server work in turns. On two cores each turn would wake the other one up, which takes longer than
  // what is measured, and the same for everybody.
  for (const { pid } of [child, server]) keepOn(clients === 1 ? 'one core' : 'all cores', pid)
  const messages = [
    { role: 'system', content: `Answer only from what follows.\n\n${ANSWER}` },
    { role: 'user', content: QUESTION },
  ]
  child.stdin.end(JSON.stringify({ model: 'gpt-4o', messages, stream }))
  const seen = JSON.parse(await text(child.stdout)) as Load
  if (seen.failed > 0) throw new Error(`${seen.failed} of ${seen.requests} requests to ${url} failed`)
  return seen
}

interface Server {
  readonly url: string
  readonly process: ChildProcess
}

async function ourMock(more: readonly string[] = []): Promise<Server> {
  const program = fileURLToPath(new URL('../src/mock/main.ts', import.meta.url))
  const args = [program, '--lifeline', '--token-file', TOKEN_FILE, '--first-token', '0', ...more]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  return { url: JSON.parse(String(line)).listening, process: child }
}

/** With pieces about as long as ours, so that both send as many events. */
async function aimock(dir: string): Promise<Server> {
  const fixtures = join(dir, 'fixtures.json')
  await writeFile(
    fixtures,
    JSON.stringify({ fixtures: [{ match: { userMessage: QUESTION }, response: { content: ANSWER } }] }),
  )
  const port = await freePort()
  const program = fileURLToPath(new URL('./cli.js', import.meta.resolve('@copilotkit/aimock')))
  const args = [program, '-p', String(port), '-f', fixtures, '--log-level', 'silent', '-c', '6']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries++) {
    const up = await fetch(url).then(
      () => true,
      () => false,
    )
    if (up) return { url, process: child }
    await wait(100)
  }
  throw new Error('aimock did not start')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
