// Changes scenario, platform and journal files at random, a hundred thousand times unless told, and reads each: there must come an
// error with its position or a value, never a stack trace, never a hang.
//   node tools/any-file.ts [--runs N] [--seed N]
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { DrillError } from '../src/model/error.ts'
import { measureDrill } from '../src/run/paper/reports.ts'
import { fakeFiles } from '../src/testing/fake-files.ts'
import { simulate } from '../src/testing/simulate.ts'
import { damage, damaged } from '../test/run/afterwards/damage.ts'
import { shippedScenario } from '../test/support/shipped.ts'
import { changesOf, editsOf } from '../test/yaml/changed-files.ts'
import {
  checkPlatform,
  checkScenario,
  MACHINE_SCENARIO,
  MACHINES,
  PLATFORM,
  SCENARIOS,
} from '../test/yaml/check-file.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const share = Math.ceil(Number(values.runs) / 5)
// More computing than this for one file is a hang; a busy machine may take longer by the clock.
const HANG_MS = 5000
let read = 0
let slowestMs = 0

const platforms = fc.constantFrom(PLATFORM, MACHINES)
const scenarios = fc.constantFrom(...SCENARIOS, MACHINE_SCENARIO)
const journal = await journalLines()
process.stdout.write(`seed ${seed}\n`)
texts('platform files, edited', platforms.chain(editsOf), checkPlatform)
texts('platform files, with other values', platforms.chain(changesOf), checkPlatform)
texts('scenario files, edited', scenarios.chain(editsOf), checkScenario)
texts('scenario files, with other values', scenarios.chain(changesOf), checkScenario)
await journals()
process.stdout.write(
  `${read} files read, each to a value or to errors with their places; the slowest took ${Math.round(slowestMs)} ms\n`,
)

function texts(what: string, files: fc.Arbitrary<string>, check: (text: string) => void): void {
  fc.assert(
    fc.property(files, text => timed(() => check(text))),
    { numRuns: share, seed },
  )
  process.stdout.write(`${share} ${what}\n`)
}

async function journals(): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async hits => {
      const beganMs = computedMs()
      const files = fakeFiles({ '/d/journal.jsonl': damaged(journal, hits) })
      const outcome: unknown = await measureDrill(files, '/d').catch(error => error)
      note(beganMs)
      if (outcome instanceof Error && !(outcome instanceof DrillError && outcome.code === 'JOURNAL_DAMAGED'))
        throw outcome
    }),
    { numRuns: share, seed },
  )
  process.stdout.write(`${share} journals, damaged\n`)
}

/** A whole drill with few of its samples, so that a hundred thousand of them can be read. */
async function journalLines(): Promise<readonly string[]> {
  const { events } = await simulate(shippedScenario('provider-outage'))
  const kept = events.filter((event, index) => event.type !== 'sample' || index % 8 === 0)
  return kept.map((event, seq) => JSON.stringify({ ...event, seq }))
}

function timed(act: () => void): void {
  const beganMs = computedMs()
  act()
  note(beganMs)
}

function note(beganMs: number): void {
  const tookMs = computedMs() - beganMs
  read++
  slowestMs = Math.max(slowestMs, tookMs)
  if (tookMs > HANG_MS) throw new Error(`one file took ${Math.round(tookMs)} ms`)
}

function computedMs(): number {
  return process.cpuUsage().user / 1000
}
