import { journeyFold } from '../../src/measure/folds/journey-fold.ts'
import { type Recovery, recovery } from '../../src/measure/recovery.ts'
import { seededRandom } from '../../src/model/random.ts'
import type { Sample } from '../../src/model/sample.ts'
import { sampleJourney } from '../../src/probes/sampler.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { journeyWith } from '../support/drill.ts'
import { eventually } from '../support/wait.ts'
import { openShop, type Shop } from './shop.ts'

const WAYS = ['close', 'hang', 'error', 'reset', 'drop', 'cut', 'wrong'] as const
type Way = (typeof WAYS)[number]
const world = nodeWorld()

/** What was measured of a real server that was down for known spans, and what is true of it. Durations from t0. */
export interface OutageTrial {
  readonly way: Way
  readonly everyMs: number
  readonly measured: Recovery
  /** The server came back after the one and by the other: its own account. */
  readonly backAfterMs: number
  readonly backByMs: number
  /** How long the answer took that ended the outage. */
  readonly answerMs: number
  /** Samples that may be bad only because this machine was too busy. */
  readonly blurred: number
  /** How many were asked and how many were not, by our account; and how many came, by the server's. */
  readonly asked: number
  readonly shed: number
  readonly customers: number
}

/** What a trial may be told; what it is not told is drawn from its seed. */
export interface TrialChoices {
  readonly way?: Way
  readonly timeoutMs?: number
  readonly maxInFlight?: number
}

/** Opens a server, breaks it once or several times in a way and for spans drawn from the seed, and samples it all along. */
export async function outageTrial(seed: number, choices: TrialChoices = {}): Promise<OutageTrial> {
  const { timeoutMs = 3000, maxInFlight = 500 } = choices
  const random = seededRandom(seed)
  const way = choices.way ?? WAYS[seed % WAYS.length] ?? 'close'
  const everyMs = 20 + Math.floor(random() * 60)
  await using shop = await openShop()
  const journey = journeyWith({
    request: { method: 'GET', url: shop.url, headers: {}, body: undefined },
    good: { status: 200, withinMs: 5000, json: [{ kind: 'contains', path: '$.answer', text: '30 days' }] },
    ...{ everyMs, timeoutMs, maxInFlight, stable: 3 },
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
  let back = { fromMs: t0Ms, byMs: t0Ms }
  const outages = 1 + Math.floor(random() * 3)
  for (let n = 0; n < outages; n++) {
    back = await outage(shop, way, 150 + random() * 700)
    // Sometimes too short to count as a recovery in between.
    if (n < outages - 1) await world.clock.sleep(random() * 8 * everyMs)
  }
  await eventually('the end of the last outage', () => {
    const last = fold.outages().at(-1)
    return last !== undefined && last.toMs !== null && last.toMs > back.fromMs
  })
  stop.abort()
  await sampling

  const { sinceT0, blurred, shed, maxLateMs } = fold.measure()
  const measured = recovery({
    ...{ t0Ms, actMs: 0, gaveUpMs: null, endMs: samples.at(-1)?.dueMs ?? 0, everyMs, maxLateMs },
    ...{ outages: fold.outages(), samplesAfterT0: sinceT0, gateNames: [], gates: [] },
  })
  const answer = samples.find(sample => sample.dueMs + sample.tookMs - t0Ms === measured.restoredMs)
  return {
    ...{ way, everyMs, measured, blurred },
    backAfterMs: back.fromMs - t0Ms,
    backByMs: back.byMs - t0Ms,
    answerMs: answer?.tookMs ?? 0,
    ...{ asked: samples.length - shed, shed, customers: shop.customers },
  }
}

/** Down for so long; says between which two moments it came back, as the server itself knows. */
async function outage(shop: Shop, way: Way, forMs: number): Promise<{ fromMs: number; byMs: number }> {
  if (way === 'close') await shop.close()
  else shop.serve(way)
  await world.clock.sleep(forMs)
  const fromMs = world.clock.nowMs()
  if (way === 'close') await shop.open()
  else shop.serve('answer')
  return { fromMs, byMs: world.clock.nowMs() }
}
