import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LoadReport } from '../../src/load/order.ts'
import { latencyHistogram } from '../../src/measure/latency-histogram.ts'
import { canaryOf } from '../../src/probes/canaries/canary-text.ts'
import { hasK6, K6 } from '../support/k6.ts'
import { eventually, quiet } from '../support/wait.ts'
import { ALL, type Engine, engine } from './engine-rig.ts'
import { expectTheFreeze, freezingOrder, freezingServer } from './freezing.ts'
import { lastAfterStop } from './last-after-stop.ts'
import { crowdedServer, orderWith, partWith, serve } from './sender-rig.ts'

const ok = (_: unknown, response: { end(text: string): void }) => response.end('ok')
const byK6 = { engine: 'k6', secrets: ['globex-key'], caps: { inFlight: 20 } } as const
const endless = { ...byK6, forMs: 60_000, arrivals: { kind: 'constant', perSecond: 300 } } as const

function ended(on: Engine): Promise<LoadReport> {
  return eventually('its end', async () => {
    const report = await on.control.report('a', ALL)
    return report?.state === 'ended' && report
  })
}

function sum(report: LoadReport, of: 'due' | 'sent' | 'capped'): number {
  return report.seconds.reduce((total, second) => total + second[of], 0)
}

function outcomes({ seconds }: LoadReport): Readonly<Record<string, number>> {
  const all: Record<string, number> = {}
  for (const second of seconds)
    for (const [outcome, times] of Object.entries(second.outcomes)) all[outcome] = (all[outcome] ?? 0) + times
  return all
}

function percentiles({ seconds }: LoadReport) {
  const latency = latencyHistogram()
  for (const second of seconds) latency.add(second.latency)
  return latency
}

describe.skipIf(!hasK6)('a load that k6 sends', { timeout: 60_000 }, () => {
  test('is the same load: what is due, sent, answered and how, second by second', async () => {
    const seen = new Set<string>()
    await using server = await serve((request, response) => {
      seen.add(`${request.method} ${request.url} ${request.headers.authorization}`)
      response.end('ok')
    })
    await using on = await engine(1, '--k6', K6)
    const timesMs = Array.from({ length: 660 }, (_, n) => (n * 1000) / 300)
    const order = orderWith(server.url, { ...endless, arrivals: { kind: 'replay', timesMs } })
    const first = await on.control.start('a', order)
    expect(first).toMatchObject({ state: 'running' })
    const report = await ended(on)
    expect(report.seconds.map(second => second.due)).toEqual([300, 300, 60])
    expect([report.end, sum(report, 'sent'), outcomes(report), server.requests()]).toEqual([
      'schedule',
      660,
      { 200: 660 },
      660,
    ])
    expect(percentiles(report).count()).toBe(660)
    expect([...seen]).toEqual(['GET / Bearer globex-key'])
    expect(report.seconds[0]?.sentBytes).toBeGreaterThan(300 * 50)
  })
  test('its script can be shown to anybody: no key is in it', async () => {
    await using server = await serve(ok)
    await using on = await engine(1, '--k6', K6)
    const arrivals = { kind: 'replay', timesMs: [0, 5, 5] } as const
    await on.control.start('a', orderWith(server.url, { ...byK6, arrivals }))
    const report = await ended(on)
    const [name = ''] = (await readdir(on.dir)).filter(file => file.endsWith('.js'))
    const script = await readFile(join(on.dir, name), 'utf8')
    expect([name, script.includes('globex-key'), script.includes('"Bearer " + __ENV.BLACKSTART_SECRET_1')]).toEqual([
      'a.k6.js',
      false,
      true,
    ])
    expect([report.end, outcomes(report)]).toEqual(['schedule', { 200: 3 }])
  })
  test('a server that freezes for 2 s is felt as our own sender feels it', async () => {
    await using server = await freezingServer()
    await using on = await engine(1, '--k6', K6)
    await on.control.start('a', { ...freezingOrder(server.url), engine: 'k6' })
    expectTheFreeze(percentiles(await ended(on)))
  })
  test('why there was no answer', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': 100 })
        response.write('half', () => response.destroy())
      } else if (request.url === '/reset') request.socket.resetAndDestroy()
      else if (request.url === '/no') response.writeHead(429).end()
    })
    const nobody = await serve(ok)
    await nobody[Symbol.asyncDispose]()
    await using on = await engine(1, '--k6', K6)
    const part = (url: string) =>
      partWith('', { name: url, request: { method: 'GET', url, headers: {}, body: undefined }, timeoutMs: 400 })
    const urls = [
      `${server.url}/cut`,
      `${server.url}/reset`,
      `${server.url}/hang`,
      `${server.url}/no`,
      `${nobody.url}/`,
    ]
    const arrivals = { kind: 'constant', perSecond: 100 } as const
    await on.control.start(
      'a',
      orderWith('', { ...byK6, arrivals, forMs: 1000, parts: urls.map(part), caps: { inFlight: 100 } }),
    )
    expect(Object.keys(outcomes(await ended(on))).sort()).toEqual(['429', 'refused', 'reset', 'timeout', 'truncated'])
  })
  test('never goes beyond its caps on rate, concurrency and bytes', async () => {
    const { server: crowded, most } = await crowdedServer('x'.repeat(1000))
    await using server = crowded
    await using on = await engine(1, '--k6', K6)
    const arrivals = { kind: 'constant', perSecond: 200 } as const
    await on.control.start(
      'a',
      orderWith(server.url, { ...byK6, arrivals, forMs: 1000, caps: { inFlight: 7, perSecond: 50 } }),
    )
    const report = await ended(on)
    expect([sum(report, 'due'), sum(report, 'capped'), server.requests()]).toEqual([200, 150, 50])
    expect(most()).toBeLessThanOrEqual(7)
  })
  test.each([
    ['bytes', { bytes: 60_000 }],
    ['tokens', { tokens: 900, tokensAt: '$.usage' }],
    ['tokens', { tokens: 15_000 }],
    ['money', { money: 0.9, pricePerMillionTokens: 1000, tokensAt: '$.usage' }],
  ] as const)('ends at its cap on %s, and not one answer beyond it: %j', async (end, caps) => {
    let tokens = 0
    let bytes = 0
    await using server = await serve((_, response) => {
      tokens += 10
      response.end(JSON.stringify({ usage: 10, text: 'x'.repeat(1000) }))
    })
    server.onConnection(socket =>
      socket.on('close', () => {
        bytes += socket.bytesRead + socket.bytesWritten
      }),
    )
    await using on = await engine(1, '--k6', K6)
    await on.control.start('a', orderWith(server.url, { ...endless, caps: { inFlight: 7, ...caps } }))
    expect((await ended(on)).end).toBe(end)
    // As the server has it, which knows of every byte: most of what it may be, and not more.
    const spent = {
      bytes: () => bytes / 60_000,
      tokens: () => ('tokensAt' in caps ? tokens / 900 : bytes / 4 / 15_000),
      money: () => (tokens * 1000) / 1_000_000 / 0.9,
    }[end]
    await eventually('the last connection to be closed', () => spent() > 0.5)
    expect(spent()).toBeLessThanOrEqual(1)
  })
  test('finds what belongs to others in answers', async () => {
    const theirs = canaryOf('d1', 'acme', 'history')
    await using server = await serve((_, response) => response.end(`row ${theirs}`))
    await using on = await engine(1, '--k6', K6)
    const arrivals = { kind: 'replay', timesMs: [0] } as const
    await on.control.start(
      'a',
      orderWith(server.url, { ...byK6, arrivals, canaries: [canaryOf('d1', 'x', 'y'), theirs] }),
    )
    expect((await ended(on)).sightings).toEqual([{ canary: theirs, where: 'ask (load)' }])
  })
  test('told to stop, nothing arrives 200 ms later, as the server has it', async () => {
    expect(await lastAfterStop(['--k6', K6])).toBeLessThan(200)
  })
  test.each(['orphan', 'crash'] as const)('ends with the engine that started it, however that ends: %s', async how => {
    await using server = await serve(ok)
    await using on = await engine(1, '--k6', K6)
    await on.control.start('a', orderWith(server.url, endless))
    await eventually('some traffic', () => server.requests() > 50)
    on[how]()
    await on.exited
    await eventually('quiet', async () => {
      const before = server.requests()
      await quiet(200)
      return server.requests() === before
    })
  })
})

test('where there is no k6 the load is broken, and says why', async () => {
  await using server = await serve(ok)
  await using on = await engine(1, '--k6', '/nowhere/k6')
  await on.control.start('a', orderWith(server.url, endless))
  expect(await on.control.report('a', ALL)).toMatchObject({
    state: 'ended',
    end: 'broken',
    detail: 'k6 ended: spawn /nowhere/k6 ENOENT',
  })
})
