import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { computedMsOf } from '../src/world/node/process-table.ts'
import { asOthers, keepOn } from './cores.ts'
import { type Row, row } from './row.ts'
import { median } from './statistics.ts'

const SECONDS = 4
const CONNECTIONS = 50
const MANY = 10_000_000
const SENDER = fileURLToPath(new URL('load-sender.ts', import.meta.url))
const SERVER = fileURLToPath(new URL('quick-server.ts', import.meta.url))
const AUTOCANNON = fileURLToPath(new URL('../node_modules/autocannon/autocannon.js', import.meta.url))
const K6 = process.env.BLACKSTART_K6 ?? 'k6'

/** How much one core can send on a schedule, how close to it, and whether memory stays: beside what else sends load. */
export async function load(): Promise<readonly Row[]> {
  const { server, url } = await quickServer()
  try {
    const theirs = await autocannon(url)
    const most = await highest(url, theirs)
    return [
      row({
        bench: 'load',
        metric: `highest rate kept on schedule, one core, ${CONNECTIONS} connections`,
        unit: '/s',
        ours: most.perSecond,
        peer: 'autocannon 9.0.0, which keeps none',
        theirs,
        better: 'more',
        target: 1,
      }),
      ...(await besideK6(url, most)),
      ...(await besideWrk(url, most)),
      await onTime(url, most.perSecond / 2),
      await memory(url, most.perSecond * 0.7),
    ]
  } finally {
    server.kill()
  }
}

/** What one sender did in a process of its own. */
interface Sent {
  readonly perSecond: number
  readonly answered: number
  /** Of each second. */
  readonly lateP99Ms: readonly number[]
  readonly cpuSeconds: number
  readonly rssBytes: readonly number[]
}

/** Faster and faster, until not everything that is due is answered in its second any more. */
async function highest(url: string, start: number): Promise<Sent> {
  let best: Sent | undefined
  for (let rate = Math.round(start * 0.6); ; rate = Math.round(rate * 1.12)) {
    const sent = await sender(url, rate, SECONDS)
    if (sent.perSecond < rate * 0.99 || median(sent.lateP99Ms) > 20) return best ?? sent
    best = sent
  }
}

async function onTime(url: string, rate: number): Promise<Row> {
  const { lateP99Ms } = await sender(url, Math.round(rate), SECONDS * 2)
  return row({
    bench: 'load',
    metric: `schedule error p99 at half of it (${Math.round(rate).toLocaleString('en')}/s), median of the seconds`,
    unit: 'ms',
    ours: median(lateP99Ms),
    peer: 'a limit of 1 ms',
    theirs: 1,
    better: 'less',
    // A request that leaves a millisecond late is late by less than anybody feels.
    target: 1,
  })
}

async function memory(url: string, rate: number): Promise<Row> {
  const { rssBytes, answered } = await sender(url, Math.round(rate), Math.ceil(MANY / rate))
  const tenth = Math.max(1, Math.floor(rssBytes.length / 10))
  const megabytes = (bytes: readonly number[]): number => median(bytes) / 1e6
  return row({
    bench: 'load',
    metric: `memory over ${answered.toLocaleString('en')} requests, last tenth`,
    unit: 'MB',
    ours: megabytes(rssBytes.slice(-tenth)),
    peer: 'itself in the second tenth',
    theirs: megabytes(rssBytes.slice(tenth, 2 * tenth)),
    better: 'less',
    // The heap breathes; what grows without end would be far above this.
    target: 0.9,
  })
}

async function besideK6(url: string, ours: Sent): Promise<readonly Row[]> {
  const version = spawnSync(K6, ['version'], { encoding: 'utf8' }).stdout
  if (version === null) {
    console.error('  skipped: there is no k6 on the PATH nor at BLACKSTART_K6 to compare with')
    return []
  }
  const dir = await mkdtemp(join(tmpdir(), 'blackstart-bench-'))
  const script = join(dir, 'script.js')
  await writeFile(
    script,
    `import http from 'k6/http'
export const options = { vus: ${CONNECTIONS}, duration: '${SECONDS}s', discardResponseBodies: true }
export default () => http.get('${url}')
export const handleSummary = ({ metrics }) => ({ stdout: JSON.stringify(metrics.http_reqs.values) })
`,
  )
  const env = { ...process.env, GOMAXPROCS: '1' }
  const args = ['run', '--quiet', '--no-usage-report', '--address', '', script]
  const child = onOneCore(spawn(K6, args, { env, stdio: ['ignore', 'pipe', 'ignore'] }))
  let computedMs = 0
  const look = setInterval(() => {
    computedMs = (child.pid === undefined ? undefined : computedMsOf(child.pid)) ?? computedMs
  }, 20)
  const { count } = JSON.parse(await text(child.stdout)) as { count: number }
  clearInterval(look)
  await rm(dir, { recursive: true, force: true })
  return [
    row({
      bench: 'load',
      metric: 'requests per second of processor time',
      unit: '/s',
      ours: ours.answered / ours.cpuSeconds,
      peer: version.split(' ').slice(0, 2).join(' ').trim(),
      theirs: count / (computedMs / 1000),
      better: 'more',
      target: 5,
    }),
  ]
}

async function besideWrk(url: string, ours: Sent): Promise<readonly Row[]> {
  if (spawnSync('wrk', ['-v']).error !== undefined) {
    console.error('  skipped: there is no wrk on the PATH, which is the limit')
    return []
  }
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, url]
  const child = onOneCore(spawn('wrk', args, { stdio: ['ignore', 'pipe', 'ignore'] }))
  const [, perSecond] = /Requests\/sec:\s+([\d.]+)/.exec(await text(child.stdout)) ?? []
  return [
    row({
      bench: 'load',
      metric: 'highest rate kept on schedule, beside the limit',
      unit: '/s',
      ours: ours.perSecond,
      peer: 'wrk, in C, which keeps no schedule',
      theirs: Number(perSecond),
      better: 'more',
      // No interpreter reaches it; below this the loop would do something that it need not.
      target: 0.4,
    }),
  ]
}

async function autocannon(url: string): Promise<number> {
  const args = [AUTOCANNON, '-j', '-c', String(CONNECTIONS), '-d', String(SECONDS), url]
  const child = onOneCore(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] }))
  const said = JSON.parse(await text(child.stdout)) as { requests: { average: number } }
  return said.requests.average
}

async function sender(url: string, rate: number, seconds: number): Promise<Sent> {
  // As much room for what is young as the engine gives its threads.
  const args = ['--max-semi-space-size=4', SENDER, url, String(rate), String(seconds)]
  const child = onOneCore(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }))
  return JSON.parse(await text(child.stdout)) as Sent
}

/** A server in a process of its own, on the other core. */
async function quickServer(): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const server = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = await once(server.stdout.setEncoding('utf8'), 'data')
  keepOn('the other core', server.pid)
  asOthers(server.pid)
  return { server, url: `http://127.0.0.1:${String(port).trim()}/` }
}

function onOneCore<Child extends ChildProcess>(child: Child): Child {
  keepOn('one core', child.pid)
  asOthers(child.pid)
  return child
}
