import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Happening } from '../src/model/event.ts'
import type { Platform } from '../src/model/platform.ts'
import { threadProbes } from '../src/probes/thread/thread-probes.ts'
import { monotonicMs } from '../src/world/node/clock.ts'
import { ledgerOf } from '../test/support/archive.ts'
import { journeyWith, platformWith } from '../test/support/drill.ts'
import { type Row, row } from './row.ts'
import { percentile } from './statistics.ts'

const SECONDS = 5
// Each journey a hundred times a second: ten of them are a busy drill, fifty more than any.
const EVERY_MS = 10

/** How far from its schedule a drill's own thread of probes asks, at a thousand samples a second and at five thousand, and writes. */
export async function sampler(): Promise<readonly Row[]> {
  const floor = percentile(await bareTimer(), 99)
  const some = await watched(journeys(10, EVERY_MS))
  const one = await watched(journeys(1, 1))
  const many = await watched(journeys(50, EVERY_MS))
  const ledgers = await watched(ledgersOf(50))
  const late = (metric: string, { late }: Watched, target: number): Row =>
    row({
      ...{ bench: 'sampler', metric: `schedule error p99 ${metric} (${late.length} taken)`, unit: 'ms' },
      ...{ ours: percentile(late, 99), better: 'less', target },
      // A fiftieth of the shortest interval anybody drills with, which is 100 ms.
      peer: `2 ms; bare Node ${process.version} timers, with nothing to do, in this run: ${floor.toFixed(2)} ms`,
      theirs: 2,
    })
  return [
    late('at 1000 samples/s, ten journeys every 10 ms', some, 1),
    late('at 1000 samples/s, one journey every 1 ms', one, 1),
    late('at 5000 samples/s', many, 1),
    late('of ledgers at 5000 writes/s', ledgers, 1),
    row({
      bench: 'sampler',
      metric: 'CPU at 5000 samples/s: the thread that asks, and the one that is told',
      unit: 'cores',
      ours: many.cores,
      peer: 'one core',
      theirs: 1,
      better: 'less',
      // The conductor itself needs next to nothing; a sampler that filled its core could not be on time.
      target: 1,
    }),
  ]
}

async function bareTimer(): Promise<readonly number[]> {
  const late: number[] = []
  const startMs = performance.now()
  for (let n = 0; n < 1000 * SECONDS; n++) {
    const dueMs = startMs + n
    while (performance.now() < dueMs) await wait(Math.max(0, dueMs - performance.now()))
    late.push(performance.now() - dueMs)
  }
  return late
}

interface Watched {
  readonly late: readonly number[]
  readonly cores: number
}

/** Lets a drill's probes watch a platform for some seconds, and says how late each question was and what that took. */
async function watched(platformAt: (url: string) => Partial<Platform>): Promise<Watched> {
  const { server, url } = await quickServer()
  const late: number[] = []
  // The first second makes connections and warms up; a drill has a baseline for that.
  let warm = false
  const note = (told: Happening): void => {
    if (warm && (told.type === 'sample' || told.type === 'ledger.wrote')) late.push(told.lateMs)
  }
  const zeroMs = monotonicMs()
  const probes = threadProbes(monotonicMs)(
    { drill: 'bench', platform: platformWith(platformAt(url)) },
    { nowMs: () => monotonicMs() - zeroMs, note, died: why => console.error(why) },
  )
  await wait(2000)
  warm = true
  const used = process.cpuUsage()
  await wait(SECONDS * 1000)
  const { user, system } = process.cpuUsage(used)
  warm = false
  await probes.stop()
  server.kill()
  return { late, cores: (user + system) / 1e6 / SECONDS }
}

function journeys(count: number, everyMs: number): (url: string) => Partial<Platform> {
  return url => ({ journeys: Array.from({ length: count }, (_, n) => journeyTo(url, n, everyMs)) })
}

function journeyTo(url: string, n: number, everyMs: number): ReturnType<typeof journeyWith> {
  const request = { method: 'GET', url, headers: {}, body: undefined }
  const good = { status: 200, withinMs: 1000, json: [] }
  return journeyWith({ id: `bench-${n}`, request, good, everyMs, timeoutMs: 1000, maxInFlight: 100 })
}

function ledgersOf(count: number): (url: string) => Partial<Platform> {
  return url => ({
    journeys: [],
    ledgers: Array.from({ length: count }, (_, n) => {
      const plain = ledgerOf({ url }, { id: `bench-${n}`, everyMs: EVERY_MS, timeoutMs: 1000 })
      return { ...plain, write: { ...plain.write, acked: { status: 200, json: [] } } }
    }),
  })
}

/** A server in a process of its own: one in ours would take the time that is measured. */
async function quickServer(): Promise<{ server: ChildProcess; url: string }> {
  const program = `
    const server = require('node:http').createServer((_, response) => response.end('ok'))
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))
  `
  const server = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(server.stdout.setEncoding('utf8'), 'data')
  return { server, url: `http://127.0.0.1:${String(port).trim()}/` }
}
