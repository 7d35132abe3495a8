import { measureDrill, REPORTS } from '../src/run/paper/reports.ts'
import { broken, healed } from '../test/measure/story.ts'
import { journalOf, journeyWith, platformWith, startedWith } from '../test/support/drill.ts'
import { parsedOnlyMs, piecesOf } from './pieces.ts'
import { type Row, row } from './row.ts'

const JOURNEYS = 20
const EVERY_MS = 100
const SIX_HOURS_MS = 6 * 3_600_000
const SMALL_MS = 20_000
const LOOK_EVERY_PIECES = 50

/** Six hours of twenty journeys, ten times a second each: 4.3 million samples into every form of report; and a drill of twenty seconds. */
export async function report(): Promise<readonly Row[]> {
  // Compiling the templates belongs to the first report of a process, and is counted there.
  const small = await reported(SMALL_MS)
  const long = await reported(SIX_HOURS_MS)
  return [
    row({
      bench: 'report',
      metric: '6 h of 20 journeys, 4.3 million samples, to every report',
      unit: 's',
      ours: long.ms / 1000,
      peer: 'JSON.parse of every line and nothing else',
      theirs: (await parsedOnlyMs(lines(SIX_HOURS_MS))) / 1000,
      better: 'less',
      // Nobody can do without reading the lines. Ours are read for the numbers, for the pictures and for the journal's hash.
      target: 0.3,
    }),
    row({
      bench: 'report',
      metric: 'the same, most memory at once',
      unit: 'MB',
      ours: long.mostBytes / 1e6,
      peer: 'the limit we set ourselves',
      theirs: 300,
      better: 'less',
      target: 1,
    }),
    row({
      bench: 'report',
      metric: 'the same, size of report.html',
      unit: 'MB',
      ours: long.htmlBytes / 1e6,
      peer: 'the limit we set ourselves',
      theirs: 1.5,
      better: 'less',
      target: 1,
    }),
    row({
      bench: 'report',
      metric: 'a drill of 20 s, to every report, the first of its process',
      unit: 'ms',
      ours: small.ms,
      peer: 'the limit we set ourselves',
      theirs: 500,
      better: 'less',
      target: 1,
    }),
  ]
}

async function reported(lengthMs: number) {
  let mostBytes = 0
  const startedMs = performance.now()
  const files = {
    // Nothing else comes to its turn while a journal is read: the one place to look from is among its pieces.
    pieces: async function* () {
      let seen = 0
      for await (const piece of piecesOf(lines(lengthMs))) {
        yield piece
        if (seen++ % LOOK_EVERY_PIECES === 0) mostBytes = Math.max(mostBytes, usedBytes())
      }
    },
    list: () => Promise.resolve([]),
    read: () => Promise.reject(new Error('there is no earlier drill')),
  }
  const measured = await measureDrill(files, '/drill')
  const made = Object.fromEntries(Object.entries(REPORTS).map(([name, render]) => [name, render(measured)]))
  const ms = performance.now() - startedMs
  mostBytes = Math.max(mostBytes, usedBytes())
  const samples = measured.measures.journeys.reduce((total, journey) => total + journey.samples, 0)
  if (samples < (lengthMs / EVERY_MS) * JOURNEYS - JOURNEYS) throw new Error(`only ${samples} samples were measured`)
  return { ms, mostBytes, htmlBytes: made['report.html']?.length ?? 0, made }
}

function usedBytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The journal, line by line, made as it is read: a file of its size would measure the disk. */
function* lines(lengthMs: number): Generator<string> {
  const journeys = Array.from({ length: JOURNEYS }, (_, i) => journeyWith({ id: `journey-${i}` }))
  const t0 = 5000
  const head = journalOf([[0, startedWith({ platform: platformWith({ journeys }) })], ...broken(t0)])
  for (const event of head) yield JSON.stringify(event)
  let seq = head.length
  for (let dueMs = 0; dueMs < lengthMs; dueMs += EVERY_MS) {
    for (let journey = 0; journey < JOURNEYS; journey++) yield sampleLine(seq++, dueMs, journey, t0)
  }
  for (const [atMs, happening] of healed(lengthMs)) yield JSON.stringify({ seq: seq++, atMs, wall: '', ...happening })
}

/** Each journey is down for a while after t0, and again for one sample in a thousand: outages by the hundred. */
function sampleLine(seq: number, dueMs: number, journey: number, t0: number): string {
  const down = (dueMs > t0 && dueMs < t0 + 3000 + journey * 100) || (dueMs / EVERY_MS + journey * 37) % 1000 === 999
  const state = down ? '"bad":"refused","detail":"connection refused",' : ''
  const mode = !down && dueMs > t0 && dueMs < t0 + 8000 ? '"mode":"fallback-model",' : ''
  return `{"seq":${seq},"atMs":${dueMs + 30},"wall":"2026-01-01T00:00:00.000Z","type":"sample","journey":"journey-${journey}","dueMs":${dueMs},"tookMs":${20 + ((seq * 7919) % 170)},${state}${mode}"lateMs":0.4}`
}
