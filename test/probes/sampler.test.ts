import { describe, expect, test } from 'vitest'
import type { Sample } from '../../src/model/sample.ts'
import { sampleJourney } from '../../src/probes/sampler.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { type HttpJourney, journeyWith } from '../support/drill.ts'
import { freePort } from '../support/sockets.ts'
import { eventually, quiet } from '../support/wait.ts'
import { type Manner, openShop, type Shop } from './shop.ts'

const world = nodeWorld()

describe('the schedule', () => {
  test('never waits for slow answers', async () => {
    await using shop = await openShop()
    const opening = Promise.withResolvers<void>()
    shop.serve('answer', { after: opening.promise })
    await using sampling = sample(shop, { everyMs: 50, good: { ...good, withinMs: 5000 }, maxInFlight: 100 })
    await eventually('many customers, none of them served', () => shop.customers >= 8)
    expect(sampling.samples).toEqual([])
    opening.resolve()
    await sampling.got(8)
    expect(grid(sampling.samples)).toEqual(columns(sampling.samples.length, 50))
  })

  test('what is due is counted from the start, even if a sample before it was late', async () => {
    await using shop = await openShop()
    await using sampling = sample(shop, { everyMs: 20, good: { ...good, withinMs: 5000 }, maxInFlight: 100 })
    await sampling.got(3)
    block(250)
    await sampling.got(20)
    expect(grid(sampling.samples)).toEqual(columns(sampling.samples.length, 20))
    const late = sampling.samples.filter(each => each.lateMs > 20)
    // Twelve were due while nobody could ask; all were asked afterwards, and say how late.
    expect(late.length).toBeGreaterThanOrEqual(11)
    expect(Math.max(...late.map(each => each.lateMs))).toBeGreaterThanOrEqual(200)
    for (const each of late) expect(each.tookMs).toBeGreaterThanOrEqual(each.lateMs)
  })

  test('an answer that lay there while we could not hear is told to be late by our fault', async () => {
    await using shop = await openShop()
    const opening = Promise.withResolvers<void>()
    shop.serve('answer', { after: customer => (customer < 3 ? 0 : opening.promise) })
    await using sampling = sample(shop, { everyMs: 40, good: { ...good, withinMs: 200 } })
    await eventually('a fourth customer, not served yet', () => shop.customers >= 4)
    block(400)
    opening.resolve()
    await sampling.got(5)
    const [, , , held] = sampling.samples
    expect(held).toMatchObject({ bad: 'slow' })
    expect((held?.tookMs ?? 0) - (held?.lateMs ?? 0)).toBeLessThanOrEqual(200)
  })

  test('waiting for answers after the end of asking is no lateness', async () => {
    await using shop = await openShop()
    shop.serve('answer', { after: 1500 })
    const sampling = sample(shop, { everyMs: 20 })
    await eventually('a customer', () => shop.customers > 0)
    await sampling.stop()
    expect(sampling.samples.at(-1)?.lateMs).toBeLessThan(1000)
  })

  test('samples are told in the order they were due, whichever was answered first', async () => {
    await using shop = await openShop()
    const opening = Promise.withResolvers<void>()
    shop.serve('answer', { after: customer => (customer === 0 ? opening.promise : 0) })
    await using sampling = sample(shop, { everyMs: 20, good: { ...good, withinMs: 5000 }, maxInFlight: 100 })
    await eventually('many customers', () => shop.customers >= 8)
    expect(sampling.samples).toEqual([])
    opening.resolve()
    await sampling.got(8)
    expect(grid(sampling.samples)).toEqual(columns(sampling.samples.length, 20))
  })
})

describe('the number of open questions', () => {
  test('is bounded; what is over it is shed, in its place, and says so', async () => {
    await using shop = await openShop()
    shop.serve('hang')
    await using sampling = sample(shop, { everyMs: 20, timeoutMs: 1500, maxInFlight: 3 })
    await sampling.got(10)
    const reasons = sampling.samples.slice(0, 10).map(each => each.bad)
    expect(reasons.slice(0, 3)).toEqual(['timeout', 'timeout', 'timeout'])
    expect(reasons.slice(3)).toEqual(Array(7).fill('shed'))
    expect(sampling.samples[3]).toMatchObject({ detail: '3 questions were already waiting for answers' })
    expect(grid(sampling.samples)).toEqual(columns(sampling.samples.length, 20))
    expect(shop.crowd).toBeLessThanOrEqual(3)
  })

  test('those who were given up make room', async () => {
    await using shop = await openShop()
    shop.serve('hang')
    await using sampling = sample(shop, { everyMs: 20, timeoutMs: 100, maxInFlight: 2 })
    await eventually('more customers than there was room for', () => shop.customers >= 6)
    expect(shop.crowd).toBeLessThanOrEqual(4)
    await sampling.stop()
    expect(sampling.samples.filter(each => each.bad === 'timeout').length).toBeGreaterThanOrEqual(6)
  })
})

describe('stopping', () => {
  test('asks nobody any more, and waits for the answers still under way', async () => {
    await using shop = await openShop()
    shop.serve('answer', { after: 200 })
    const sampling = sample(shop, { everyMs: 20, good: { ...good, withinMs: 5000 }, maxInFlight: 100 })
    await eventually('customers inside', () => shop.customers >= 5)
    const stoppedMs = world.clock.nowMs()
    await sampling.stop()
    expect(sampling.samples.length).toBe(shop.customers)
    expect(sampling.samples.at(-1)?.dueMs).toBeLessThanOrEqual(stoppedMs)
    expect(sampling.samples.every(each => each.bad === undefined)).toBe(true)
    await quiet(60)
    expect(sampling.samples.length).toBe(shop.customers)
  })

  test('before it began means nothing is asked', async () => {
    await using shop = await openShop()
    const signal = AbortSignal.abort()
    await sampleJourney(world, journeyTo(shop, {}), { nowMs: world.clock.nowMs, emit: () => {}, signal })
    expect(shop.customers).toBe(0)
  })
})

describe('what is bad, from a server that does exactly that', () => {
  test.for([
    ['hang', 'timeout', 'no answer within 250 ms'],
    ['reset', 'reset', 'read ECONNRESET'],
    ['drop', 'reset', 'other side closed'],
    ['cut', 'truncated', 'other side closed'],
    ['error', 'status', '503 instead of 200: {"error":"closed"}'],
    ['wrong', 'wrong', '$.answer does not contain "30 days": it is "never"'],
  ] as const)('%s: %s', async ([manner, bad, detail]) => {
    await using shop = await openShop()
    shop.serve(manner)
    await using sampling = sample(shop, { timeoutMs: manner === 'hang' ? 250 : 10_000 })
    await sampling.got(1)
    expect(sampling.samples[0]).toMatchObject({ bad, detail })
  })

  test('slow', async () => {
    await using shop = await openShop()
    shop.serve('answer', { after: 150 })
    await using sampling = sample(shop, { good: { ...good, withinMs: 100 } })
    await sampling.got(1)
    expect(sampling.samples[0]).toMatchObject({
      bad: 'slow',
      detail: expect.stringMatching(/^\d+ ms instead of 100 ms$/),
    })
  })

  test('refused', async () => {
    await using sampling = sample({ url: `http://127.0.0.1:${await freePort()}/` }, {})
    await sampling.got(1)
    expect(sampling.samples[0]).toMatchObject({ bad: 'refused', detail: expect.stringContaining('ECONNREFUSED') })
  })

  test('good, and what is said of it', async () => {
    await using shop = await openShop()
    await using sampling = sample(shop, { modeAt: '$.answer' })
    await sampling.got(1)
    expect(sampling.samples[0]).toEqual({
      journey: 'ask',
      dueMs: expect.any(Number),
      tookMs: expect.any(Number),
      lateMs: expect.any(Number),
      bad: undefined,
      detail: undefined,
      mode: '30 days',
    })
  })

  test('a server that changes its manners is seen to', async () => {
    await using shop = await openShop()
    const manners: readonly Manner[] = ['answer', 'error', 'drop', 'wrong', 'answer']
    shop.serve(customer => manners[customer] ?? 'answer')
    await using sampling = sample(shop, { everyMs: 40, maxInFlight: 1 })
    await sampling.got(8)
    const asked = sampling.samples.filter(each => each.bad !== 'shed').slice(0, 5)
    expect(asked.map(each => each.bad)).toEqual([undefined, 'status', 'reset', 'wrong', undefined])
  })
})

const good: HttpJourney['good'] = {
  status: 200,
  withinMs: 1000,
  json: [{ kind: 'contains', path: '$.answer', text: '30 days' }],
}

function journeyTo({ url }: Pick<Shop, 'url'>, change: Partial<HttpJourney>): HttpJourney {
  const request = { method: 'GET', url, headers: {}, body: undefined }
  return journeyWith({ request, good, everyMs: 50, timeoutMs: 5000, ...change })
}

/** Samples a shop in the background until stopped. */
function sample(shop: Pick<Shop, 'url'>, change: Partial<HttpJourney>) {
  const samples: Sample[] = []
  const abort = new AbortController()
  const emit = (each: Sample) => void samples.push(each)
  const sampling = sampleJourney(world, journeyTo(shop, change), {
    nowMs: world.clock.nowMs,
    emit,
    signal: abort.signal,
  })
  const stop = () => {
    abort.abort()
    return sampling
  }
  return {
    samples,
    stop,
    got: (count: number) => eventually(`${count} samples`, () => samples.length >= count),
    [Symbol.asyncDispose]: stop,
  }
}

/** When samples were due, counted from the first. */
function grid(samples: readonly Sample[]): readonly number[] {
  return samples.map(each => Math.round((each.dueMs - (samples[0]?.dueMs ?? 0)) * 100) / 100)
}

function columns(count: number, everyMs: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n * everyMs)
}

/** Keeps this process from doing anything else for a while. */
function block(ms: number): void {
  const untilMs = performance.now() + ms
  while (performance.now() < untilMs);
}
