import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { sampleJourney } from '../src/probes/sampler.ts'
import { nodeWorld } from '../src/world/node.ts'
import { type Row, row } from './row.ts'
import { percentile } from './statistics.ts'

const PER_SECOND = 1000
const SECONDS = 5

/** How far from its schedule the sampler asks, at a thousand samples a second. */
export async function sampler(): Promise<readonly Row[]> {
  const theirs = percentile(await bareTimer(), 99)
  const { late, samples } = await sampled()
  const ours = percentile(late, 99)
  return [
    row({
      bench: 'sampler',
      metric: `schedule error p99 at ${PER_SECOND} samples/s (${samples} taken)`,
      unit: 'ms',
      ours,
      peer: `Node ${process.version} timers with nothing to do`,
      theirs,
      better: 'less',
      // Asking costs something; the timers themselves are the limit.
      target: 0.3,
    }),
  ]
}

async function bareTimer(): Promise<readonly number[]> {
  const late: number[] = []
  const startMs = performance.now()
  for (let n = 0; n < PER_SECOND * SECONDS; n++) {
    const dueMs = startMs + (n * 1000) / PER_SECOND
    while (performance.now() < dueMs) await wait(Math.max(0, dueMs - performance.now()))
    late.push(performance.now() - dueMs)
  }
  return late
}

async function sampled(): Promise<{ late: readonly number[]; samples: number }> {
  const { server, url } = await quickServer()
  const world = nodeWorld()
  const stop = new AbortController()
  const late: number[] = []
  const request = { method: 'GET', url, headers: {}, body: undefined }
  const good = { status: 200, withinMs: 1000, json: [] }
  const journey = {
    id: 'bench',
    kind: 'http' as const,
    tenant: undefined,
    component: undefined,
    request,
    good,
    modeAt: undefined,
    everyMs: 1000 / PER_SECOND,
    timeoutMs: 1000,
    maxInFlight: 1000,
    stable: 5,
  }
  const emit = ({ lateMs }: { lateMs: number }): void => void late.push(lateMs)
  const sampling = sampleJourney(world, journey, { nowMs: world.clock.nowMs, emit, signal: stop.signal })
  await wait((SECONDS + 1) * 1000)
  stop.abort()
  await sampling
  server.kill()
  // The first second makes connections and warms up; a drill has a baseline for that.
  return { late: late.slice(PER_SECOND), samples: late.length - PER_SECOND }
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
