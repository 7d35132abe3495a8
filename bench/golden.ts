import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { askCase } from '../src/gates/golden/ask-case.ts'
import { askSet } from '../src/gates/golden/ask-set.ts'
import { nonInferiority, type Pair } from '../src/measure/quality/non-inferiority.ts'
import type { GoldenCase } from '../src/model/golden.ts'
import { seededRandom } from '../src/model/random.ts'
import { nodeWorld } from '../src/world/node.ts'
import { caseWith, setWith } from '../test/gates/golden/ground.ts'
import { type Row, row } from './row.ts'

const CASES = 1000
const CONCURRENCY = 32
const ANSWER_MS = 50

/** How soon a golden set is asked, and how soon a hundred thousand pairs are compared. */
export async function golden(): Promise<readonly Row[]> {
  printRates()
  const comparedMs = compareMs()
  return [
    row({
      bench: 'golden',
      metric: `asking ${CASES} cases of a platform that takes ${ANSWER_MS} ms, ${CONCURRENCY} at once`,
      unit: 'ms',
      ours: await askMs(),
      peer: 'as many waits of that length',
      theirs: await waitMs(),
      better: 'less',
      // A tenth for timers, sockets and scoring.
      target: 1 / 1.1,
    }),
    row({
      bench: 'golden',
      metric: 'comparing 100,000 cases',
      unit: 'ms',
      ours: comparedMs,
      peer: 'two seconds',
      theirs: 2000,
      better: 'less',
      target: 1,
    }),
  ]
}

async function askMs(): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => setTimeout(() => response.end('{"answer":"30 days"}'), ANSWER_MS))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { ask } = setWith()
  const request = { ...ask.request, url: `http://127.0.0.1:${port}/` }
  const set = setWith({ ask: { ...ask, request }, concurrency: CONCURRENCY })
  const cases = Array.from({ length: CASES }, (_, n) => caseWith({ id: String(n) }))
  const world = nodeWorld()
  const { signal } = new AbortController()
  const one = async (each: GoldenCase) => 'answer' in (await askCase(world, set, each, { tenants: [], signal }))
  try {
    await askSet(world.clock, set, cases.slice(0, 100), one, signal)
    const startedMs = performance.now()
    const { asked } = await askSet(world.clock, set, cases, one, signal)
    if (asked !== CASES) throw new Error(`only ${asked} of ${CASES} cases were answered`)
    return performance.now() - startedMs
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** The same in bare waits, on the same busy machine: nothing can be quicker. */
async function waitMs(): Promise<number> {
  const { clock } = nodeWorld()
  const cases = Array.from({ length: CASES }, (_, n) => caseWith({ id: String(n) }))
  const wait = () => clock.sleep(ANSWER_MS).then(() => true)
  const startedMs = performance.now()
  await askSet(clock, setWith({ concurrency: CONCURRENCY }), cases, wait, new AbortController().signal)
  return performance.now() - startedMs
}

function compareMs(): number {
  const pairs = drawn(100_000, 0.02, seededRandom(1))
  const startedMs = performance.now()
  nonInferiority(pairs, 0.05, 1)
  return performance.now() - startedMs
}

/** How often each verdict comes when the truth is known: a thousand trials a line. */
function printRates(): void {
  const random = seededRandom(42)
  for (const [size, margin] of [
    [60, 0.05],
    [200, 0.05],
    [100, 0.1],
    [60, 0.15],
    // As many as a drill with too few is told would do: one loss in five of twice the margin may escape, no more.
    [283, 0.05],
    [74, 0.15],
  ] as const) {
    for (const times of [0, 1, 2]) {
      const verdicts = Array.from(
        { length: 1000 },
        (_, n) => nonInferiority(drawn(size, margin * times, random), margin, n).verdict,
      )
      const share = (of: string) =>
        `${of} ${((verdicts.filter(each => each === of).length / verdicts.length) * 100).toFixed(1)} %`
      console.error(
        `  ${size} cases, margin ${margin * 100} %, true drop ${times} x margin: ${share('passed')}, ${share('inconclusive')}, ${share('failed')}`,
      )
    }
  }
}

function drawn(count: number, dropRatio: number, random: () => number): readonly Pair[] {
  return Array.from({ length: count }, () => {
    const before = random() < 0.9
    const after = before && random() >= dropRatio / 0.9
    return { weight: 1, before: Number(before), passedBefore: before, after: Number(after), passedAfter: after }
  })
}
