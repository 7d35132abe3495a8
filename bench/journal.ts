import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Journal } from '../src/journal/journal.ts'
import { openJournal } from '../src/journal/journal.ts'
import type { Happening } from '../src/model/event.ts'
import { nodeWorld } from '../src/world/node.ts'
import { type Row, row } from './row.ts'
import { median } from './statistics.ts'

const EVENTS = 200_000
const SYNCS = 200
const ROUNDS = 3

/** How fast the journal takes events, and how long it takes to be sure of one. */
export async function journal(): Promise<readonly Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'blackstart-bench-'))
  try {
    const ours = await bestOf(() => appendRate(dir))
    const theirs = await bestOf(() => streamRate(dir))
    const { oursMs, theirsMs } = await syncLatency(dir)
    return [
      row({
        bench: 'journal',
        metric: 'append rate',
        unit: 'events/s',
        ours,
        peer: 'JSON.stringify into a file stream',
        theirs,
        better: 'more',
        // Two clocks and a listener loop a line; still far above the samples of any drill.
        target: 0.5,
      }),
      row({
        bench: 'journal',
        metric: 'synced append, median',
        unit: 'ms',
        ours: oursMs,
        peer: 'write + fdatasync by hand',
        theirs: theirsMs,
        better: 'less',
        // The disk is the limit: whatever we add to it must not show.
        target: 0.8,
      }),
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function happening(n: number): Happening {
  return {
    type: 'sample',
    journey: 'ask',
    dueMs: n * 100,
    tookMs: 31.4,
    lateMs: 0.4,
    bad: undefined,
    detail: undefined,
    mode: undefined,
  }
}

async function bestOf(measure: () => Promise<number>): Promise<number> {
  const rates: number[] = []
  for (let round = 0; round < ROUNDS; round++) rates.push(await measure())
  return Math.max(...rates)
}

async function appendRate(dir: string): Promise<number> {
  const log = await openJournal(nodeWorld(), { path: join(dir, `${crypto.randomUUID()}.jsonl`) })
  return rate(async () => {
    for (let n = 0; n < EVENTS; n++) {
      log.append(happening(n))
      if (n % 1000 === 0) await breathe()
    }
    await log.close()
  })
}

async function streamRate(dir: string): Promise<number> {
  const file = createWriteStream(join(dir, `${crypto.randomUUID()}.jsonl`))
  return rate(async () => {
    for (let n = 0; n < EVENTS; n++) {
      file.write(`${JSON.stringify({ seq: n, atMs: n, wall: '2026-01-01T00:00:00.000Z', ...happening(n) })}\n`)
      if (n % 1000 === 0) await breathe()
    }
    file.end()
    await finished(file)
  })
}

async function rate(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return (EVENTS / (performance.now() - startedMs)) * 1000
}

/** Lets the disk have its turn, as a drill does. */
function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** Both in turn, so that a disk that is busy just then is busy for both. */
async function syncLatency(dir: string): Promise<{ oursMs: number; theirsMs: number }> {
  const log = await openJournal(nodeWorld(), { path: join(dir, 'synced.jsonl') })
  const bare = await open(join(dir, 'bare.jsonl'), 'a')
  const ours: number[] = []
  const theirs: number[] = []
  for (let n = 0; n < SYNCS; n++) {
    ours.push(await timed(() => commit(log, n)))
    theirs.push(
      await timed(async () => {
        await bare.appendFile(`${JSON.stringify(happening(n))}\n`)
        await bare.datasync()
      }),
    )
  }
  await log.close()
  await bare.close()
  return { oursMs: median(ours), theirsMs: median(theirs) }
}

async function commit(log: Journal, n: number): Promise<void> {
  await log.commit(happening(n))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
