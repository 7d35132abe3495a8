import { describe, test } from 'vitest'
import { journeyFold } from '../../src/measure/journey-fold.ts'
import { recovery } from '../../src/measure/recovery.ts'
import { seededRandom } from '../../src/model/random.ts'
import type { Sample } from '../../src/model/sample.ts'
import { sampleJourney } from '../../src/probes/sampler.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { journeyWith } from '../support/drill.ts'
import { eventually } from '../support/wait.ts'
import { openShop, type Shop } from './shop.ts'

const OUTAGE_MS = 700
const world = nodeWorld()
const trials = Array.from({ length: 20 }, (_, seed) => seed)
const WAYS = ['close', 'hang', 'error', 'reset'] as const

describe('an outage of 700 ms, cut into a real server, is measured', () => {
  test.concurrent.for(trials)(
    'never below the truth, and within one sampling interval and its answer above it: seed %d',
    async (seed, on) => {
      const random = seededRandom(seed)
      const way = WAYS[seed % WAYS.length] ?? 'close'
      const everyMs = 20 + Math.floor(random() * 60)
      await using shop = await openShop()
      const journey = journeyWith({
        request: { method: 'GET', url: shop.url, headers: {}, body: undefined },
        good: { status: 200, withinMs: 5000, json: [] },
        everyMs,
        timeoutMs: 3000,
        maxInFlight: 500,
        stable: 3,
      })
      const samples: Sample[] = []
      const fold = journeyFold(journey)
      const stop = new AbortController()
      const sampling = sampleJourney(world, journey, {
        nowMs: world.clock.nowMs,
        signal: stop.signal,
        emit(sample) {
          samples.push(sample)
          fold.see(sample)
        },
      })
      await eventually('a healthy beginning', () => samples.length >= 3)
      await world.clock.sleep(random() * 200)

      const t0Ms = world.clock.nowMs()
      fold.endBaseline(t0Ms)
      const back = await outage(shop, way)
      await eventually('the end of the outage', () => {
        const last = fold.outages().at(-1)
        return last !== undefined && last.toMs !== null && last.toMs > back.fromMs
      })
      stop.abort()
      await sampling

      const { restoredMs, precisionMs, state } = recovery({
        ...{ t0Ms, actMs: 0, gaveUpMs: null, endMs: samples.at(-1)?.dueMs ?? 0, everyMs, maxLateMs: 0 },
        ...{ outages: fold.outages(), samplesAfterT0: fold.measure().sinceT0, gateNames: [], gates: [] },
      })
      const measuredMs = restoredMs ?? 0
      const answer = samples.find(sample => sample.dueMs + sample.tookMs - t0Ms === measuredMs)
      on.expect(state).toBe('restored')
      on.expect(measuredMs).toBeGreaterThanOrEqual(back.fromMs - t0Ms)
      // On a machine too busy to ask or to hear in time it may be more; then the journal says so.
      const boundMs = back.byMs - t0Ms + everyMs + (answer?.tookMs ?? 0)
      on.expect(fold.measure().blurred > 0 ? 0 : measuredMs).toBeLessThanOrEqual(boundMs)
      // The error bar is honest: the truth lies within it.
      on.expect(measuredMs - (precisionMs ?? 0)).toBeLessThanOrEqual(back.byMs - t0Ms)
    },
  )
})

/** Down for so long; says between which two moments it came back, as the server itself knows. */
async function outage(shop: Shop, way: (typeof WAYS)[number]): Promise<{ fromMs: number; byMs: number }> {
  if (way === 'close') await shop.close()
  else shop.serve(way)
  await world.clock.sleep(OUTAGE_MS)
  const fromMs = world.clock.nowMs()
  if (way === 'close') await shop.open()
  else shop.serve('answer')
  return { fromMs, byMs: world.clock.nowMs() }
}
