import net, { type AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { canaryOf } from '../../src/probes/canaries/canary-text.ts'
import { allHeard, eventually, quiet } from '../support/wait.ts'
import { expectTheFreeze, freezingOrder, freezingServer } from './freezing.ts'
import { crowdedServer, orderWith, partWith, sending, serve } from './sender-rig.ts'

const ok = (_: unknown, response: { end(text: string): void }) => response.end('ok')

describe('what leaves', () => {
  test('is what the schedule says, no more and no less', async () => {
    await using server = await serve(ok)
    const timesMs = Array.from({ length: 200 }, (_, n) => n * 3)
    const sent = await sending(orderWith(server.url, { arrivals: { kind: 'replay', timesMs } })).done
    expect([sent.due, sent.sent, server.requests(), sent.outcomes]).toEqual([200, 200, 200, { 200: 200 }])
  })
  test('ends with a recorded schedule', async () => {
    await using server = await serve(ok)
    const arrivals = { kind: 'replay', timesMs: [0, 10, 10, 60] } as const
    const sent = await sending(orderWith(server.url, { arrivals, forMs: 60_000 })).done
    expect([sent.end, sent.sent, sent.outcomes]).toEqual(['schedule', 4, { 200: 4 }])
  })
  test('carries the key, the method and the body it was told to', async () => {
    const seen: string[] = []
    await using server = await serve((request, response) => {
      request
        .setEncoding('utf8')
        .on('data', text => seen.push(`${request.method} ${request.headers.authorization} ${text}`))
      request.on('end', () => response.end())
    })
    const request = { method: 'POST', url: `${server.url}/x`, headers: { authorization: 'Bearer k' }, body: '{"a":1}' }
    const arrivals = { kind: 'replay', timesMs: [0] } as const
    await sending(orderWith(server.url, { arrivals, parts: [partWith(server.url, { request })] })).done
    expect(seen).toEqual(['POST Bearer k {"a":1}'])
  })
  test('two senders share one schedule between them', async () => {
    await using server = await serve(ok)
    const order = orderWith(server.url, { arrivals: { kind: 'poisson', perSecond: 300 } })
    const [alone, first, second] = await Promise.all([
      sending(order).done,
      sending(order, { of: 2, which: 0 }).done,
      sending(order, { of: 2, which: 1 }).done,
    ])
    expect(first.due + second.due).toBe(alone.due)
    expect(Math.abs(first.due - second.due)).toBeLessThanOrEqual(1)
  })
})

describe('what is measured', () => {
  test('a server that freezes for 2 s is felt by everybody who was due meanwhile: p25, p75, p90 and p99 are the true ones', async () => {
    await using server = await freezingServer()
    const sent = await sending(freezingOrder(server.url)).done
    expectTheFreeze(sent.latency)
  })
  test('why there was no answer: refused, cut off, too late, hung up on', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': 100 })
        response.write('half', () => response.destroy())
      } else if (request.url === '/reset') request.socket.resetAndDestroy()
    })
    const nobody = await serve(ok)
    await nobody[Symbol.asyncDispose]()
    const at = (url: string) =>
      partWith('', {
        request: { method: 'GET', url, headers: {}, body: undefined },
        timeoutMs: url.endsWith('/hang') ? 150 : 10_000,
      })
    const outcomes = await Promise.all(
      [`${server.url}/cut`, `${server.url}/reset`, `${server.url}/hang`, nobody.url].map(async url => {
        const arrivals = { kind: 'replay', timesMs: [0] } as const
        return (await sending(orderWith('', { arrivals, parts: [at(url)] })).done).outcomes
      }),
    )
    expect(outcomes).toEqual([{ truncated: 1 }, { reset: 1 }, { timeout: 1 }, { refused: 1 }])
  })
  test('each answer is told where each is wanted', async () => {
    await using server = await serve((_, response) => response.writeHead(401).end())
    const arrivals = { kind: 'replay', timesMs: [0, 50] } as const
    const { answers } = await sending(orderWith(server.url, { arrivals, tellEach: true })).done
    expect(answers.map(({ dueMs, outcome }) => [dueMs, outcome])).toEqual([
      [0, '401'],
      [50, '401'],
    ])
  })
})

describe('what it never goes beyond', () => {
  test('requests a second', async () => {
    await using server = await serve(ok)
    const order = orderWith(server.url, { arrivals: { kind: 'constant', perSecond: 500 }, caps: { perSecond: 50 } })
    const sent = await sending(order).done
    expect([server.requests(), sent.sent, sent.capped]).toEqual([50, 50, 450])
  })
  test('requests at once', async () => {
    const { server: crowded, most } = await crowdedServer('')
    await using server = crowded
    await sending(orderWith(server.url, { arrivals: { kind: 'constant', perSecond: 500 }, caps: { inFlight: 7 } })).done
    expect(most()).toBe(7)
  })
  test('bytes, sent and heard together', async () => {
    await using server = await serve((_, response) => response.end('x'.repeat(1000)))
    const sent = await sending(orderWith(server.url, { forMs: 10_000, caps: { bytes: 20_000 } })).done
    expect(sent.end).toBe('bytes')
    const bytes = sent.seconds.reduce((sum, second) => sum + second.sentBytes + second.heardBytes, 0)
    expect(bytes).toBeGreaterThanOrEqual(20_000)
    expect(bytes).toBeLessThan(24_000)
  })
  test('tokens, as the answers tell them', async () => {
    await using server = await serve((_, response) => response.end('{"usage":{"total":100}}'))
    const caps = { tokens: 1000, tokensAt: '$.usage.total' }
    const sent = await sending(orderWith(server.url, { forMs: 10_000, caps })).done
    expect([sent.end, sent.outcomes['200']]).toEqual(['tokens', 10])
  })
  test('money: a million tokens for 10, so 1,000 tokens for a cent', async () => {
    await using server = await serve((_, response) => response.end('{"usage":{"total":100}}'))
    const caps = { money: 0.01, pricePerMillionTokens: 10, tokensAt: '$.usage.total' }
    const sent = await sending(orderWith(server.url, { forMs: 10_000, caps })).done
    expect([sent.end, sent.outcomes['200']]).toEqual(['money', 10])
  })
  test('its time, with a server that never answers', async () => {
    await using server = await serve(() => {})
    const sent = await sending(orderWith(server.url, { forMs: 300 })).done
    expect([sent.end, sent.sent]).toEqual(['time', 30])
  })
})

describe('stopping', () => {
  test('nothing leaves and nothing is under way any more', async () => {
    let open = 0
    await using server = await serve((request, response) => {
      open++
      response.on('close', () => open--)
      request.resume()
    })
    const load = sending(orderWith(server.url, { forMs: 60_000, arrivals: { kind: 'constant', perSecond: 500 } }))
    await eventually('a hundred open questions', () => open > 100)
    load.stop()
    const sent = await load.done
    expect(sent.end).toBe('stopped')
    await allHeard()
    await eventually('all of them given up', () => open === 0)
    const before = server.requests()
    await quiet(100)
    expect(server.requests()).toBe(before)
  })
})

describe('how an aggressor behaves', () => {
  test('a slow reader takes what it is given no faster than it says', async () => {
    await using server = await serve((_, response) => {
      for (let n = 0; n < 10; n++) setTimeout(() => response.write('x'.repeat(1000)), n * 5)
      setTimeout(() => response.end(), 60)
    })
    const parts = [partWith(server.url, { readBytesPerSecond: 20_000 })]
    const sent = await sending(orderWith(server.url, { arrivals: { kind: 'replay', timesMs: [0] }, parts })).done
    // 10 KB at 20 KB/s.
    expect(sent.percentileMs(50)).toBeGreaterThan(350)
    expect(sent.outcomes).toEqual({ 200: 1 })
  })
  test('a hoarder says half of it and keeps the connection', async () => {
    const heard: string[] = []
    const server = net.createServer(socket => socket.on('data', data => heard.push(String(data))).on('error', () => {}))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const parts = [partWith(url, { holdMs: 150 })]
    const sent = await sending(orderWith(url, { arrivals: { kind: 'replay', timesMs: [0, 0, 0] }, parts })).done
    expect(sent.outcomes).toEqual({ held: 3 })
    await eventually('all three to be heard', () => heard.length === 3)
    expect(heard[0]).toMatch(/^GET \/ HTTP\/1.1\r\nhost: 127.0.0.1:\d+\r\nauthorization: Bearer globex-key\r\n$/)
    server.close()
  })
  test('a platform that does not put up with it hangs up', async () => {
    const server = net.createServer(socket => void socket.on('error', () => {}).once('data', () => socket.destroy()))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const parts = [partWith(url, { holdMs: 5000 })]
    const sent = await sending(orderWith(url, { arrivals: { kind: 'replay', timesMs: [0] }, parts })).done
    expect(sent.outcomes).toEqual({ 'hung-up': 1 })
    server.close()
  })
})

describe('texts of others in answers', () => {
  const theirs = canaryOf('d1', 'acme', 'history')

  test('one row in ten thousand is found', async () => {
    let answers = 0
    await using server = await serve((_, response) => response.end(++answers % 10_000 === 0 ? `row ${theirs}` : 'row'))
    const load = sending(
      orderWith(server.url, { forMs: 60_000, canaries: [theirs], arrivals: { kind: 'constant', perSecond: 4000 } }),
    )
    // No more than two hundred are under way: by then the ten-thousandth has been heard.
    await eventually('ten thousand answers', () => answers > 10_300, 50_000)
    load.stop()
    expect((await load.done).sightings).toEqual([theirs])
  })
  test('also where it lies across two pieces, and one of our own is none', async () => {
    const ours = canaryOf('d1', 'globex', 'history')
    await using server = await serve((_, response) => {
      response.write(`${ours} ${theirs.slice(0, 12)}`)
      setTimeout(() => response.end(theirs.slice(12)), 30)
    })
    const arrivals = { kind: 'replay', timesMs: [0] } as const
    const sent = await sending(orderWith(server.url, { arrivals, canaries: [theirs] })).done
    expect(sent.sightings).toEqual([theirs])
  })
})
