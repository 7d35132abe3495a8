/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: each case fills these in */

import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { askCase } from '../../../src/gates/golden/ask-case.ts'
import { askSet } from '../../../src/gates/golden/ask-set.ts'
import { fillCase } from '../../../src/gates/golden/fill-case.ts'
import { readStream } from '../../../src/gates/golden/read-stream.ts'
import { score } from '../../../src/gates/golden/score.ts'
import { verdictStore } from '../../../src/gates/golden/verdict-store.ts'
import type { GoldenAsk, Judge } from '../../../src/model/golden.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { smallServer } from '../../support/small-server.ts'
import { caseWith, meansWith, replyWith, scorer, setWith } from './ground.ts'

const signal = new AbortController().signal

describe('filling a request in', () => {
  const values = {
    input: 'Say "hi" & go\n${env.HOME}',
    id: 'c 1',
    tenant: { id: 'acme', key: 'acme-key', quota: undefined },
    tenantName: 'acme',
    messages: [{ role: 'user', content: 'hi' }] as const,
    conversation: undefined,
  }
  test('a value keeps to its place, whatever it holds', () => {
    const request = {
      method: 'POST',
      url: 'http://h/${case.id}?q=${case.input}',
      headers: { authorization: 'Bearer ${tenant.key}', 'x-question': '${case.input}' },
      body: '{"messages":"${case.messages}","text":"(${case.input})","unknown":"${case.other}"}',
    }
    const filled = fillCase(request, values)
    expect(filled.url).toBe(`http://h/c%201?q=${encodeURIComponent(values.input)}`)
    expect(filled.headers).toEqual({ authorization: 'Bearer acme-key', 'x-question': 'Say "hi" & go ${env.HOME}' })
    expect(JSON.parse(filled.body ?? '')).toEqual({
      messages: [{ role: 'user', content: 'hi' }],
      text: `(${values.input})`,
      unknown: '${case.other}',
    })
  })
})

describe('a streamed answer', () => {
  const ask = { delta: '$.text', done: 'done' }
  test('is put together, and its last event kept', () => {
    const body =
      'event: delta\ndata: {"text":"30 "}\n\nevent: delta\r\ndata: {"text":"days"}\r\n\r\nevent: done\ndata: {"sources":["a"]}\n\n'
    expect(readStream(body, ask)).toEqual({ answer: '30 days', last: { sources: ['a'] } })
  })
  test('that breaks off is no answer', () => {
    expect(readStream('data: {"text":"30 "}\n\n', ask)).toBe('the stream ended without "done", after 3 characters')
  })
})

describe('asking one case', () => {
  test('goes through all its turns and remembers the conversation', async () => {
    await using door = await frontDoor((body, reply) =>
      reply({ answer: `you said ${body.question}`, conversation: 'c7' }),
    )
    const asked = await askCase(nodeWorld(), door.set(), caseWith({ turns: ['one', 'two'] }), { tenants: [], signal })
    expect(asked).toMatchObject({ answer: 'you said two' })
    expect(door.bodies).toEqual([
      { question: 'one', on: '' },
      { question: 'two', on: 'c7' },
    ])
  })
  test('finds sources, tools, mode, tokens and cost where platforms put them', async () => {
    const sources = ['plain', { id: 7, text: 'seven' }, { title: 'T', snippet: 's' }]
    const tools = [{ name: 'a', arguments: '{"x":1}' }, { function: { name: 'b', arguments: '{broken' } }, 'c']
    await using door = await frontDoor((_, reply) =>
      reply({ answer: ['x'], sources, tools, degraded: 'memory', tokens: 12, cost: 0.5 }),
    )
    expect(await askCase(nodeWorld(), door.set(), caseWith(), { tenants: [], signal })).toMatchObject({
      answer: '["x"]',
      sources: [
        { id: 'plain', text: 'plain' },
        { id: '7', text: 'seven' },
        { id: 'T', text: 's' },
      ],
      tools: [
        { name: 'a', arguments: { x: 1 } },
        { name: 'b', arguments: undefined },
        { name: 'c', arguments: {} },
      ],
      mode: 'memory',
      tokens: 12,
      costUsd: 0.5,
    })
  })
  test.each([
    ['an error', 500, '{"answer":"x"}', 'status 500 instead of 200'],
    ['no JSON', 200, '<html>', 'the answer is not JSON'],
    ['nothing at its place', 200, '{"text":"x"}', 'the answer has nothing at $.answer'],
  ])('%s is no answer', async (_, status, body, why) => {
    await using door = await frontDoor((_body, _reply, response) => response.writeHead(status).end(body))
    expect(await askCase(nodeWorld(), door.set(), caseWith(), { tenants: [], signal })).toMatchObject({
      unanswered: expect.stringContaining(why),
    })
  })
})

describe('asking a whole set', () => {
  const cases = Array.from({ length: 10 }, (_, n) => caseWith({ id: String(n) }))
  const timed = async (set: Parameters<typeof askSet>[1], takesMs: number, stopMs?: number) => {
    const clock = fakeClock()
    const stop = new AbortController()
    const starts: number[] = []
    let open = 0
    let most = 0
    const ask = async () => {
      starts.push(clock.nowMs())
      most = Math.max(most, ++open)
      await clock.sleep(takesMs)
      open--
      return true
    }
    if (stopMs !== undefined) void clock.sleep(stopMs).then(() => stop.abort())
    const asking = await clock.drive(askSet(clock, set, cases, ask, stop.signal))
    return { asking, starts, most, tookMs: clock.nowMs() }
  }
  test('never has more open than it may', async () => {
    const { most, tookMs, asking } = await timed({ concurrency: 4, perSecond: undefined, repeats: 1 }, 100)
    expect({ most, tookMs, asking }).toEqual({ most: 4, tookMs: 300, asking: { asked: 10, notAsked: 0 } })
  })
  test('never asks more in a second than it may', async () => {
    const { starts } = await timed({ concurrency: 10, perSecond: 5, repeats: 1 }, 1)
    expect(starts).toEqual([0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800])
  })
  test('asks every case once before any twice', async () => {
    const order: string[] = []
    const ask = async (one: { id: string }, repeat: number) => order.push(`${one.id}/${repeat}`) > 0
    await askSet(fakeClock(), { concurrency: 1, perSecond: undefined, repeats: 2 }, cases.slice(0, 2), ask, signal)
    expect(order).toEqual(['0/1', '1/1', '0/2', '1/2'])
  })
  test('stops when told to, and says how many were not asked', async () => {
    const { asking } = await timed({ concurrency: 2, perSecond: undefined, repeats: 1 }, 100, 250)
    expect(asking).toEqual({ asked: 6, notAsked: 4 })
  })
})

describe('a judge', () => {
  const judged = [scorer({ kind: 'judge', criteria: 'is right' })]
  const completion = (content: string) => JSON.stringify({ choices: [{ message: { content } }] })

  test.each([
    ['errs', 500, 'no', 'status 500'],
    ['is rate limited', 429, 'no', 'status 429'],
    ['answers nonsense', 200, completion('Great answer!'), 'it said'],
    ['gives more than there is', 200, completion('{"score": 7}'), 'it said'],
    ['is no judge at all', 200, '<html>', 'no completion'],
  ])('that %s is asked again in bounds, and then there is no score', async (_, status, body, why) => {
    await using door = await frontDoor((_body, _reply, response) => response.writeHead(status).end(body))
    const scored = await score(
      judged,
      caseWith(),
      replyWith(),
      await meansWith({ ...quick(), judge: judgeAt(door.url) }),
    )
    expect(scored).toMatchObject({ state: 'undecided', scoreRatio: undefined })
    expect(scored.said[0]?.detail).toContain('could not tell in 3 attempts')
    expect(scored.said[0]?.detail).toContain(why)
    expect(door.bodies).toHaveLength(3)
  })

  test('that stalls is given up', async () => {
    await using door = await frontDoor(() => {})
    const judge = { ...judgeAt(door.url), timeoutMs: 50, attempts: 2 }
    const scored = await score(judged, caseWith(), replyWith(), await meansWith({ ...quick(), judge }))
    expect(scored.said[0]?.detail).toContain('timeout')
  })

  test('that errs once and then judges has judged; the same answer is not judged again', async () => {
    let asked = 0
    await using door = await frontDoor((_body, _reply, response) =>
      asked++ === 0
        ? response.writeHead(503).end()
        : response.end(completion('```json\n{"score":0.8,"why":"nearly"}\n```')),
    )
    const files = fakeFiles()
    const means = async () =>
      meansWith({ ...quick(), judge: judgeAt(door.url), verdicts: await verdictStore(files, '/verdicts.jsonl') })
    expect((await score(judged, caseWith(), replyWith(), await means())).said[0]).toMatchObject({
      scoreRatio: 0.8,
      detail: 'nearly',
    })
    expect((await score(judged, caseWith(), replyWith(), await means())).scoreRatio).toBe(0.8)
    expect(asked).toBe(2)
    await score(judged, caseWith(), replyWith({ answer: 'another' }), await means())
    expect(asked).toBe(3)
  })
})

function judgeAt(url: string): Judge {
  return { url, model: 'strict', key: undefined, component: undefined, attempts: 3, timeoutMs: 2000 }
}

/** The real world, but nobody waits between attempts. */
function quick() {
  const world = nodeWorld()
  return { world: { ...world, clock: { ...world.clock, sleep: async () => {} } } }
}

type Handle = (body: Record<string, unknown>, reply: (json: unknown) => void, response: ServerResponse) => unknown

/** A platform's front door that answers as it is told. */
async function frontDoor(handle: Handle) {
  const bodies: Record<string, unknown>[] = []
  const server = await smallServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
    bodies.push(body)
    handle(body, json => response.end(JSON.stringify(json)), response)
  })
  const url = `${server.url}/`
  const request = { method: 'POST', url, headers: {}, body: '{"question":"${case.input}","on":"${case.conversation}"}' }
  const { ask } = setWith()
  const asking: GoldenAsk = { ...ask, request }
  return { ...server, url, bodies, set: () => setWith({ ask: asking }) }
}
