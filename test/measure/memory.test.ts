import { expect, test } from 'vitest'
import { measuring } from '../../src/measure/measuring.ts'
import { seededRandom } from '../../src/model/random.ts'
import { journalOf, journeyWith, platformWith, startedWith } from '../support/drill.ts'
import { heapBytes } from '../support/heap.ts'
import { broken } from './story.ts'

const SAMPLES = 2_000_000

test('two million samples, two and a half days of them, are measured in the memory of a few thousand', {
  timeout: 60_000,
}, () => {
  const measure = measuring()
  const platform = platformWith({ journeys: [journeyWith(), journeyWith({ id: 'pay' })] })
  for (const event of journalOf([[0, startedWith({ platform })], ...broken(5000)])) measure.see(event)
  const random = seededRandom(3)
  const feed = (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      // A tenth of all is degraded, in turns, and one long outage goes on to the end.
      measure.see({
        ...{ seq: n + 4, atMs: n * 100 + 50, wall: '', type: 'sample' },
        ...{ journey: n % 2 === 0 ? 'ask' : 'pay', dueMs: n * 100, tookMs: random() * 300, lateMs: random() },
        ...{ bad: n % 2 === 0 && n > 60 ? 'timeout' : undefined, detail: `attempt ${n}` },
        mode: n % 10 === 1 ? 'fallback' : undefined,
      })
    }
  }
  feed(0, 20_000)
  const before = heapBytes()
  feed(20_000, SAMPLES)
  const grown = heapBytes() - before
  const { journeys } = measure.result()
  expect(journeys.map(journey => journey.samples)).toEqual([SAMPLES / 2, SAMPLES / 2])
  // Everything kept for each sample would be a hundred times as much.
  expect(grown).toBeLessThan(1_000_000)
})
