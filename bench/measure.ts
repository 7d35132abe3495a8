import { replayed } from '../src/journal/replay.ts'
import { measuring } from '../src/measure/measuring.ts'
import { broken, healed } from '../test/measure/story.ts'
import { journalOf, journeyWith, platformWith, startedWith } from '../test/support/drill.ts'
import { heapBytes } from '../test/support/heap.ts'
import { parsedOnlyMs, piecesOf } from './pieces.ts'
import { type Row, row } from './row.ts'

const EVENTS = 10_000_000
const EARLY = 1_000_000
const DAYS = 30
const SAMPLES_A_DAY = 864_000

/** How fast a journal of ten million lines becomes numbers, and whether that, or a drill of a month, takes more memory than a part of it. */
export async function measure(): Promise<readonly Row[]> {
  const theirs = (EVENTS / (await parsedOnlyMs(lines()))) * 1000
  const { perSecond, earlyBytes, lateBytes } = await measured()
  const month = aMonth()
  return [
    row({
      bench: 'measure',
      metric: `journal of ${EVENTS / 1e6} million events to numbers`,
      unit: 'events/s',
      ours: perSecond,
      peer: 'JSON.parse of every line and nothing else',
      theirs,
      better: 'more',
      // Nobody can do without reading the lines; what we make of them may cost as much again.
      target: 0.5,
    }),
    row({
      bench: 'measure',
      metric: `memory after ${EVENTS / 1e6} million events`,
      unit: 'MB',
      ours: lateBytes / 1e6,
      peer: `itself after ${EARLY / 1e6} million`,
      theirs: earlyBytes / 1e6,
      better: 'less',
      // Flat, but for what the collector has not swept.
      target: 0.9,
    }),
    row({
      bench: 'measure',
      metric: `memory after a drill of ${DAYS} days, a sample every 100 ms (${DAYS * SAMPLES_A_DAY} of them)`,
      unit: 'MB',
      ours: month.lateBytes / 1e6,
      peer: 'itself after one day',
      theirs: month.earlyBytes / 1e6,
      better: 'less',
      target: 0.9,
    }),
  ]
}

async function measured(): Promise<{ perSecond: number; earlyBytes: number; lateBytes: number }> {
  const numbers = measuring()
  let earlyBytes = 0
  let outsideMs = 0
  const startedMs = performance.now()
  for await (const events of replayed({ pieces: () => piecesOf(lines()) }, 'journal.jsonl')) {
    for (const event of events) {
      numbers.see(event)
      if (event.seq !== EARLY) continue
      const collectingMs = performance.now()
      earlyBytes = heapBytes()
      outsideMs = performance.now() - collectingMs
    }
  }
  const result = numbers.result()
  const ms = performance.now() - startedMs - outsideMs
  const samples = result.journeys.reduce((total, journey) => total + journey.samples, 0)
  if (samples < EVENTS - 10 || result.rto.state !== 'restored') throw new Error('the journal was not measured whole')
  return { perSecond: (EVENTS / ms) * 1000, earlyBytes, lateBytes: heapBytes() }
}

/** A month of samples, once an hour a minute of outage, straight into the numbers. */
function aMonth(): { earlyBytes: number; lateBytes: number } {
  const numbers = measuring()
  for (const event of journalOf([[0, startedWith()], ...broken(5000)])) numbers.see(event)
  let earlyBytes = 0
  for (let n = 0; n < DAYS * SAMPLES_A_DAY; n++) {
    const bad = n % 36_000 > 35_400 ? 'refused' : undefined
    numbers.see({
      ...{ seq: n + 4, atMs: n * 100 + 30, wall: '', type: 'sample', journey: 'ask', dueMs: n * 100 },
      ...{ tookMs: 20 + (n % 17), lateMs: 0.4, bad, detail: bad, mode: undefined },
    })
    if (n === SAMPLES_A_DAY) earlyBytes = heapBytes()
  }
  const outages = numbers.result().journeys[0]?.outages.length ?? 0
  if (outages !== DAYS * 24) throw new Error(`a month has ${DAYS * 24} outages, and ${outages} were measured`)
  return { earlyBytes, lateBytes: heapBytes() }
}

/** The journal, line by line, made as it is read: a file of its size would measure the disk. */
function* lines(): Generator<string> {
  const platform = platformWith({ journeys: [journeyWith(), journeyWith({ id: 'pay' })] })
  const head = journalOf([[0, startedWith({ platform })], ...broken(5000)])
  const tail = healed(EVENTS * 50)
  for (const event of head) yield JSON.stringify(event)
  for (let seq = head.length; seq < EVENTS - tail.length; seq++) yield sampleLine(seq)
  for (const [n, [atMs, happening]] of tail.entries()) {
    yield JSON.stringify({ seq: EVENTS - tail.length + n, atMs, wall: '', ...happening })
  }
}

/** One minute in a hundred is bad: outages by the hundred, each of them folded away. */
function sampleLine(seq: number): string {
  const dueMs = seq * 50
  const state = seq % 120_000 < 1200 ? '"bad":"refused","detail":"connection refused",' : ''
  const journey = seq % 2 === 0 ? 'ask' : 'pay'
  return `{"seq":${seq},"atMs":${dueMs + 30},"wall":"2026-01-01T00:00:00.000Z","type":"sample","journey":"${journey}","dueMs":${dueMs},"tookMs":${20 + (seq % 17)},${state}"lateMs":0.4}`
}
