import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Happening } from '../src/model/event.ts'
import { keepLedger } from '../src/probes/ledger/ledger-keeper.ts'
import { sampleJourney } from '../src/probes/sampler.ts'
import { nodeWorld } from '../src/world/node.ts'
import { ledgerOf } from '../test/support/archive.ts'
import { journeyWith } from '../test/support/drill.ts'
import { type Row, row } from './row.ts'
import { percentile } from './statistics.ts'

const SECONDS = 5
// Each journey a hundred times a second: ten of them are a busy drill, fifty more than any.
const EVERY_MS = 10

/** How far from its schedule the sampler asks, at a thousand samples a second and at five thousand, and a ledger writes. */
export async function sampler(): Promise<readonly Row[]> {
  const theirs = percentile(await bareTimer(), 99)
  const some = await sampled(10)
  const many = await sampled(50)
  const ledgers = await written(50)
  return [
    row({
      bench: 'sampler',
      metric: `schedule error p99 at 1000 samples/s (${some.late.length} taken)`,
      unit: 'ms',
      ours: percentile(some.late, 99),
      peer: `Node ${process.version} timers with nothing to do`,
      theirs,
      better: 'less',
      // Asking costs something; the timers themselves are the limit.
      target: 0.3,
    }),
    row({
      bench: 'sampler',
      metric: `schedule error p99 at 5000 samples/s (${many.late.length} taken)`,
      unit: 'ms',
      ours: percentile(many.late, 99),
      peer: 'a fiftieth of the shortest interval anybody drills with (100 ms)',
      theirs: 2,
      better: 'less',
      target: 1,
    }),
    row({
      bench: 'sampler',
      metric: `schedule error p99 of ledgers at 5000 writes/s (${ledgers.late.length} written)`,
      unit: 'ms',
      ours: percentile(ledgers.late, 99),
      peer: 'a fiftieth of the shortest interval anybody drills with (100 ms)',
      theirs: 2,
      better: 'less',
      target: 1,
    }),
    row({
      bench: 'sampler',
      metric: 'CPU at 5000 samples/s',
      unit: 'cores',
      ours: many.cores,
      peer: 'one core',
      theirs: 1,
      better: 'less',
      // The conductor itself needs next to nothing; a sampler that filled its core could not be on time.
      target: 1.25,
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

async function sampled(journeys: number): Promise<{ late: readonly number[]; cores: number }> {
  const world = nodeWorld()
  return atOnce(journeys, async (url, n, emit, signal) => {
    await sampleJourney(world, journeyTo(url, n), { nowMs: world.clock.nowMs, emit, signal })
  })
}

async function written(ledgers: number): Promise<{ late: readonly number[]; cores: number }> {
  const world = nodeWorld()
  return atOnce(ledgers, async (url, n, emit, signal) => {
    const acked = { status: 200, json: [] }
    const plain = ledgerOf({ url }, { id: `bench-${n}`, everyMs: EVERY_MS, timeoutMs: 1000 })
    const ledger = { ...plain, write: { ...plain.write, acked } }
    const note = (told: Happening): void => void (told.type === 'ledger.wrote' && emit(told))
    const keeper = keepLedger(world, ledger, { drill: 'bench', nowMs: world.clock.nowMs, note })
    await once(signal, 'abort')
    await keeper.stopWriting()
  })
}

type Asking = (url: string, n: number, emit: (told: { lateMs: number }) => void, signal: AbortSignal) => Promise<void>

/** Lets so many ask for some seconds, and says how late each question was and what that took. */
async function atOnce(count: number, ask: Asking): Promise<{ late: readonly number[]; cores: number }> {
  const { server, url } = await quickServer()
  const stop = new AbortController()
  const late: number[] = []
  // The first second makes connections and warms up; a drill has a baseline for that.
  let warm = false
  const emit = ({ lateMs }: { lateMs: number }): void => void (warm && late.push(lateMs))
  const asking = Array.from({ length: count }, async (_, n) => {
    // Those of a drill start one after the other, too.
    await wait((n * EVERY_MS) / count)
    await ask(url, n, emit, stop.signal)
  })
  await wait(1000)
  warm = true
  const used = process.cpuUsage()
  await wait(SECONDS * 1000)
  const { user, system } = process.cpuUsage(used)
  stop.abort()
  await Promise.all(asking)
  server.kill()
  return { late, cores: (user + system) / 1e6 / SECONDS }
}

function journeyTo(url: string, n: number): ReturnType<typeof journeyWith> {
  const request = { method: 'GET', url, headers: {}, body: undefined }
  const good = { status: 200, withinMs: 1000, json: [] }
  return journeyWith({ id: `bench-${n}`, request, good, everyMs: EVERY_MS, timeoutMs: 1000, maxInFlight: 100 })
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
