import { describe, expect, test } from 'vitest'
import { loadControl } from '../../src/load/control-client.ts'
import { latencyHistogram } from '../../src/measure/latency-histogram.ts'
import { allHeard, eventually, quiet } from '../support/wait.ts'
import { ALL, engine, http } from './engine-rig.ts'
import { orderWith, serve } from './sender-rig.ts'

const ok = (_: unknown, response: { end(text: string): void }) => response.end('ok')
const endless = { forMs: 60_000, arrivals: { kind: 'constant', perSecond: 300 } } as const

describe('an engine in a process of its own', () => {
  test('sends what it is told, and tells second by second what came of it', async () => {
    await using server = await serve(ok)
    await using on = await engine()
    const first = await on.control.start('a', orderWith(server.url, { forMs: 1400, arrivals: endless.arrivals }))
    expect(first).toMatchObject({ state: 'running', seconds: [] })
    const report = await eventually('its end', async () => {
      const now = await on.control.report('a', ALL)
      return now?.state === 'ended' && now
    })
    expect(report).toMatchObject({ end: 'time', detail: '420 requests in 2 s' })
    expect(report.seconds.map(second => second.due)).toEqual([300, 120])
    const latency = latencyHistogram()
    for (const second of report.seconds) latency.add(second.latency)
    expect(latency.count()).toBeGreaterThan(400)
    expect((await on.control.report('a', { second: 1, answer: 0 }))?.seconds).toHaveLength(1)
  })
  test('several senders make one load', async () => {
    await using server = await serve(ok)
    await using on = await engine(2)
    await on.control.start('a', orderWith(server.url, { forMs: 1000, arrivals: endless.arrivals }))
    const report = await eventually('its end', async () => {
      const now = await on.control.report('a', ALL)
      return now?.state === 'ended' && now
    })
    expect(report.seconds.reduce((sum, second) => sum + second.due, 0)).toBe(300)
  })
  test('once it is told to stop nothing arrives any more, however often it is told', async () => {
    await using server = await serve(ok)
    await using on = await engine()
    await on.control.start('a', orderWith(server.url, endless))
    await eventually('some traffic', () => server.requests() > 50)
    await on.control.stop('a')
    // What had left before it was told to stop is here, and only has to be heard.
    await allHeard()
    const after = server.requests()
    await on.control.stop('a')
    expect(await on.control.report('a', ALL)).toMatchObject({ state: 'ended', end: 'stopped' })
    await quiet(200)
    expect(server.requests()).toBe(after)
  })
  test.each([
    ['that answers', ok],
    ['that hangs', () => {}],
  ])('nothing arrives at a server %s later than 200 ms after it is told to stop', async (_, listener) => {
    await using on = await engine()
    const laterMs: number[] = []
    for (const load of ['a', 'b', 'c']) {
      let lastMs = 0
      await using server = await serve((_, response) => {
        lastMs = performance.now()
        listener(_, response)
      })
      await on.control.start(load, orderWith(server.url, { ...endless, caps: { inFlight: 1000 } }))
      await eventually('some traffic', () => server.requests() > 30)
      const toldMs = performance.now()
      await on.control.stop(load)
      expect(await on.control.report(load, ALL)).toMatchObject({ state: 'ended' })
      await quiet(50)
      laterMs.push(lastMs - toldMs)
    }
    // The one in the middle: a machine that was busy for a moment is no load that goes on.
    expect(laterMs.toSorted((a, b) => a - b)[1]).toBeLessThan(200)
  })
  test('told twice to start, it is one load', async () => {
    await using server = await serve(ok)
    await using on = await engine()
    const order = orderWith(server.url, { arrivals: { kind: 'replay', timesMs: [0, 100, 200] } })
    await on.control.start('a', order)
    await on.control.start('a', order)
    await eventually('its end', async () => (await on.control.report('a', ALL))?.state === 'ended')
    expect(server.requests()).toBe(3)
  })
  test('ends with whoever started it, and what it sends ends with it', async () => {
    await using server = await serve(ok)
    await using on = await engine()
    await on.control.start('a', orderWith(server.url, endless))
    await eventually('some traffic', () => server.requests() > 50)
    on.orphan()
    await on.exited
    await allHeard()
    const after = server.requests()
    await quiet(150)
    expect(server.requests()).toBe(after)
  })
  test('of loads it does not know it says nothing, and stopping them is fine', async () => {
    await using on = await engine()
    expect(await on.control.report('nobody', ALL)).toBeUndefined()
    await on.control.stop('nobody')
  })
  test('nobody without its token starts or stops anything, and no web page at all', async () => {
    await using on = await engine()
    const ask = (headers: Record<string, string>) => fetch(`${on.url}/loads/a`, { headers }).then(reply => reply.status)
    expect(await ask({})).toBe(401)
    expect(await ask({ authorization: 'Bearer wrong' })).toBe(401)
    expect(await ask({ authorization: 'Bearer secret', origin: 'http://evil.example' })).toBe(403)
    expect(await ask({ authorization: 'Bearer secret' })).toBe(404)
    await expect(loadControl(http, on.url, 'wrong').stop('a')).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
  })
})
