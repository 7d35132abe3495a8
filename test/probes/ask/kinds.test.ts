import type { IncomingMessage, ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Question } from '../../../src/model/question.ts'
import { ask, inTime, sinceDue } from '../../../src/probes/ask/ask.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { database } from '../../support/pglite.ts'
import { smallServer } from '../../support/small-server.ts'
import { freePort, listen } from '../../support/sockets.ts'

const world = nodeWorld()
const patience = { timeoutMs: 2000 }
const get = (url: string) => ({ method: 'GET', url, headers: {}, body: undefined })

function serving(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  return smallServer((request, response) => void answer(request, response))
}

describe('an answer in pieces', () => {
  const stream = (url: string, change: object = {}): Question => ({
    kind: 'stream',
    request: get(url),
    good: {
      ...{ status: 200, withinMs: 1000, firstWithinMs: 500, ends: '[DONE]', textAt: '$.delta', contains: '30 days' },
      ...change,
    },
    modeAt: '$.mode',
  })
  const events = ['{"delta":"within "}', '{"delta":"30 "}', '{"delta":"days","mode":"fallback"}', '[DONE]']
  const saying = (said: readonly string[], end: (response: ServerResponse) => void = response => response.end()) =>
    serving(async (_, response) => {
      for (const event of said) {
        response.write(`data: ${event}\n\n`)
        await wait(5)
      }
      end(response)
    })

  test('is right once its last marker has come and its pieces together say what they should', async () => {
    await using server = await saying(events)
    const asked = await ask(world, stream(server.url), patience)
    expect(asked).toMatchObject({ bad: undefined, mode: 'fallback' })
    expect(asked.firstMs).toBeGreaterThan(0)
  })

  test('that just ends is cut short, even with status 200 and everything said', async () => {
    await using server = await saying(events.slice(0, -1))
    const { bad, detail } = await ask(world, stream(server.url), patience)
    expect([bad, detail]).toEqual(['truncated', 'ended without "[DONE]" after 3 events: within 30 days'])
  })

  test('that is torn in the middle is cut short too', async () => {
    await using server = await saying(events.slice(0, 2), response => response.destroy())
    expect((await ask(world, stream(server.url), patience)).bad).toBe('truncated')
  })

  test('that goes on for ever is given up, and its first piece is told', async () => {
    await using server = await saying(events.slice(0, 1), () => {})
    const asked = await ask(world, stream(server.url), { timeoutMs: 1500 })
    expect(asked.bad).toBe('timeout')
    expect(asked.firstMs).toBeLessThan(1500)
  })

  test('that says something else is wrong', async () => {
    await using server = await saying(['{"delta":"never"}', '[DONE]'])
    const { bad, detail } = await ask(world, stream(server.url), patience)
    expect([bad, detail]).toEqual(['wrong', 'never does not contain "30 days"'])
  })

  test('with another status is judged by that', async () => {
    await using server = await serving((_, response) => response.writeHead(503).end('busy'))
    expect(await ask(world, stream(server.url), patience)).toMatchObject({
      bad: 'status',
      detail: '503 instead of 200: busy',
    })
  })

  test('pieces that break in the middle of a line are put together', async () => {
    await using server = await serving(async (_, response) => {
      for (const piece of ['data: {"del', 'ta":"30 days"}\r', '\n\r\ndata: [DO', 'NE]\n\n']) {
        response.write(piece)
        await wait(10)
      }
      response.end()
    })
    expect((await ask(world, stream(server.url), patience)).bad).toBe(undefined)
  })

  test('whose first piece comes too late is slow, however quick the rest; who was asked late waited longer', () => {
    const { good } = stream('http://h')
    const asked = { bad: undefined, detail: undefined, mode: undefined, firstMs: 450 }
    expect(inTime(asked, 900, good).bad).toBe(undefined)
    expect(inTime(sinceDue(asked, 60), 900, good)).toMatchObject({
      bad: 'slow',
      detail: 'first piece after 510 ms instead of 500 ms',
      firstMs: 510,
    })
    expect(inTime(asked, 1001, good)).toMatchObject({ bad: 'slow', detail: '1001 ms instead of 1000 ms' })
  })
})

describe('several requests in a row', () => {
  const good = { status: 200, withinMs: 1000, json: [] }
  const steps = (url: string): Question => ({
    kind: 'steps',
    steps: [
      {
        request: { ...get(`${url}/orders`), method: 'POST' },
        good: { ...good, status: 201 },
        captures: [{ name: 'order', at: '$.id' }],
      },
      {
        request: get(`${url}/orders/\${captured.order}`),
        good: { ...good, json: [{ kind: 'equals', path: '$.state', value: 'placed' }] },
        captures: [],
      },
    ],
    good: { withinMs: 1000 },
    modeAt: '$.mode',
  })

  test('use what those before them have brought', async () => {
    const urls: (string | undefined)[] = []
    await using server = await serving((request, response) => {
      urls.push(request.url)
      if (request.method === 'POST') response.writeHead(201).end('{"id":"a b/7"}')
      else response.end('{"state":"placed","mode":"cached"}')
    })
    expect(await ask(world, steps(server.url), patience)).toMatchObject({ bad: undefined, mode: 'cached' })
    expect(urls).toEqual(['/orders', '/orders/a%20b%2F7'])
  })

  test('stop at the first that goes wrong, and say which', async () => {
    await using server = await serving((request, response) => {
      if (request.method === 'POST') response.writeHead(201).end('{"id":7}')
      else response.end('{"state":"lost"}')
    })
    const { bad, detail } = await ask(world, steps(server.url), patience)
    expect([bad, detail]).toEqual(['wrong', 'step 2: $.state is "lost" instead of "placed"'])
  })

  test('go wrong where there is nothing to capture', async () => {
    await using server = await serving((_, response) => response.writeHead(201).end('{}'))
    expect((await ask(world, steps(server.url), patience)).detail).toBe('step 1: there is nothing at $.id')
  })

  test('have one time limit together', async () => {
    await using server = await serving(async (request, response) => {
      await wait(120)
      if (request.method === 'POST') response.writeHead(201).end('{"id":7}')
      else response.end('{"state":"placed"}')
    })
    expect((await ask(world, steps(server.url), { timeoutMs: 180 })).bad).toBe('timeout')
  })
})

describe('a Prometheus', () => {
  const question = (url: string): Question => ({
    kind: 'prometheus',
    request: get(`${url}/api/v1/query?query=up`),
    good: { withinMs: 1000, value: { kind: 'compare', by: '>=', than: 1 }, rows: undefined },
  })
  const vector = (...values: readonly string[]) =>
    JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result: values.map(value => ({ metric: {}, value: [0, value] })) },
    })

  test.each([
    [vector('1', '2'), undefined, undefined],
    [vector('1', '0.5'), 'wrong', 'the value is 0.5 instead of >= 1'],
    [vector('NaN'), 'wrong', 'the value is NaN instead of >= 1'],
    [vector(), 'wrong', 'the query has no value just now'],
    ['{"status":"success","data":{"resultType":"scalar","result":[0,"3"]}}', undefined, undefined],
    ['{"status":"error"}', 'wrong', 'no answer of a Prometheus: {"status":"error"}'],
    ['hello', 'wrong', 'no answer of a Prometheus: hello'],
  ])('that answers %s', async (body, bad, detail) => {
    await using server = await serving((_, response) => response.end(body))
    const asked = await ask(world, question(server.url), patience)
    expect([asked.bad, asked.detail]).toEqual([bad, detail])
  })
})

describe('a database', { timeout: 60_000 }, () => {
  const question = (connect: string, query: string, good: object = {}): Question => ({
    kind: 'sql',
    connect,
    query,
    good: { withinMs: 1000, value: undefined, rows: undefined, ...good },
  })

  test('is asked over a connection of its own', async () => {
    await using db = await database()
    const told = async (query: string, good: object = {}) => {
      const { bad, detail } = await ask(world, question(db.url, query, good), { timeoutMs: 10_000 })
      return bad === undefined ? 'right' : `${bad}: ${detail}`
    }
    const atLeast = { kind: 'compare', by: '>=', than: 2 } as const
    expect(await told('select 1')).toBe('right')
    expect(await told('select 3', { value: atLeast })).toBe('right')
    expect(await told('select 1', { value: atLeast })).toBe('wrong: the value is 1 instead of >= 2')
    expect(await told("select 'x'", { value: { kind: 'is', text: 'x' } })).toBe('right')
    expect(await told('select 1 where false', { rows: atLeast })).toBe('wrong: 0 rows instead of >= 2')
    expect(await told('select 1 where false', { value: atLeast })).toBe('wrong: there is no value')
    expect(await told('select nonsense')).toBe('status: column "nonsense" does not exist')
  })

  test('that is not there refuses', async () => {
    const connect = `postgres://postgres@127.0.0.1:${await freePort()}/postgres`
    expect((await ask(world, question(connect, 'select 1'), patience)).bad).toBe('refused')
  })

  test('that says nothing is given up in time', async () => {
    await using server = await listen()
    const connect = `postgres://postgres@${server.address}/postgres`
    expect((await ask(world, question(connect, 'select 1'), { timeoutMs: 150 })).bad).toBe('timeout')
  })
})

describe('a port', () => {
  const question = (address: string, answer: string | undefined): Question => ({
    kind: 'tcp',
    address,
    say: 'PING\r\n',
    good: { withinMs: 1000, answer },
  })
  const server = async (talk: (said: string) => string | null) => {
    const there = net.createServer(socket => {
      socket.on('error', () => {})
      socket.on('data', data => {
        const answer = talk(String(data))
        if (answer === null) socket.end()
        else socket.write(answer)
      })
    })
    await new Promise<void>(resolve => there.listen(0, '127.0.0.1', resolve))
    return {
      address: `127.0.0.1:${(there.address() as AddressInfo).port}`,
      [Symbol.asyncDispose]: () => new Promise<void>(resolve => there.close(() => resolve())),
    }
  }

  test('somebody listens at is there', async () => {
    await using there = await server(() => '')
    expect((await ask(world, question(there.address, undefined), patience)).bad).toBe(undefined)
  })

  test('that answers as it should is right as soon as it has', async () => {
    await using there = await server(() => '+PONG\r\n')
    const startedMs = world.clock.nowMs()
    expect((await ask(world, question(there.address, 'PONG'), { timeoutMs: 30_000 })).bad).toBe(undefined)
    expect(world.clock.nowMs() - startedMs).toBeLessThan(20_000)
  })

  test.each<[string, (said: string) => string | null, string]>([
    ['says something else', () => '-ERR', 'wrong: "-ERR" does not contain "PONG"'],
    ['says nothing', () => '', 'timeout: no answer within 150 ms'],
    ['hangs up', () => null, 'truncated: closed without an answer'],
  ])('that %s', async (_, talk, told) => {
    await using there = await server(talk)
    const { bad, detail } = await ask(world, question(there.address, 'PONG'), { timeoutMs: 150 })
    expect(`${bad}: ${detail}`).toBe(told)
  })

  test('nobody listens at refuses', async () => {
    expect((await ask(world, question(`127.0.0.1:${await freePort()}`, undefined), patience)).bad).toBe('refused')
  })
})

describe('a command', () => {
  const told = async (run: string, good: object = {}, timeoutMs = 10_000) => {
    const right = { withinMs: 1000, exit: 0, output: undefined, ...good }
    const { bad, detail } = await ask(world, { kind: 'command', run, cwd: process.cwd(), good: right }, { timeoutMs })
    return bad === undefined ? 'right' : `${bad}: ${detail}`
  }

  test('is right by its exit code and its output', async () => {
    expect(await told('true')).toBe('right')
    expect(await told('echo hello; exit 3')).toBe('status: exit code 3 instead of 0: hello')
    expect(await told('echo hello; exit 3', { exit: 3, output: 'hello' })).toBe('right')
    expect(await told('echo hello', { output: 'world' })).toBe('wrong: hello does not contain "world"')
  })

  test('that does not end is ended', async () => {
    expect(await told('sleep 30', {}, 200)).toBe('timeout: not at its end after 200 ms')
  })
})

describe('a plain answer', () => {
  const asked = (good: object) =>
    ask(
      world,
      { kind: 'http', request: get(url), good: { status: 200, withinMs: 1000, json: [], ...good }, modeAt: undefined },
      patience,
    )
  let url = ''

  test('is also judged by its headers, and by the schema it keeps to', async () => {
    await using server = await serving((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'x-served-by': 'two' })
        .end('{"answer":"yes","count":"3"}'),
    )
    url = server.url
    const headers = (rule: object) => asked({ headers: [rule] })
    expect((await headers({ kind: 'contains', path: 'content-type', text: 'json' })).bad).toBe(undefined)
    expect(await headers({ kind: 'equals', path: 'x-served-by', value: 'one' })).toMatchObject({
      bad: 'wrong',
      detail: 'header x-served-by is "two" instead of "one"',
    })
    expect(await headers({ kind: 'exists', path: 'retry-after', exists: true })).toMatchObject({ bad: 'wrong' })
    expect((await asked({ schema: { type: 'object', required: ['answer'] } })).bad).toBe(undefined)
    expect(await asked({ schema: { properties: { count: { type: 'number' } } } })).toMatchObject({
      bad: 'wrong',
      detail: expect.stringContaining('$.count'),
    })
  })
})
