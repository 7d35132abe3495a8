import { describe, expect, test } from 'vitest'
import { startMockServer } from '../../src/mock/server.ts'
import { ANSWER, always, chatRequest, messagesRequest, startMock } from './support.ts'

/** When the head came, and when each part of the body that came with some text, in ms after asking. */
async function timed(
  url: string,
  init: RequestInit,
): Promise<{ headMs: number; textMs: readonly number[]; endMs: number }> {
  const startMs = performance.now()
  const sinceMs = (): number => performance.now() - startMs
  const response = await fetch(url, init)
  const headMs = sinceMs()
  const textMs: number[] = []
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) {
    const events = decoder.decode(part).split('\n\n')
    for (const event of events) if (/"content":"[^"]|text_delta/.test(event)) textMs.push(sinceMs())
  }
  return { headMs, textMs, endMs: sinceMs() }
}

const TOKENS = 7

// Only lower bounds: a busy machine may always be later, but nothing may ever come early.
describe.concurrent('an answer takes its time', () => {
  test.for([
    ['/v1/chat/completions', chatRequest],
    ['/v1/messages', messagesRequest],
  ] as const)('on %s', async ([path, request]) => {
    await using mock = await startMock({ firstTokenMs: 100, tokensPerSecond: 50 })
    const whole = 100 + (TOKENS - 1) * 20
    const streamed = await timed(mock.url + path, request({ stream: true }))
    expect(streamed.textMs).toHaveLength(TOKENS)
    const early = streamed.textMs.filter((ms, i) => ms < 100 + i * 20 - 2)
    expect(early).toEqual([])
    // The head of a stream does not wait for the first token; a whole answer is sent when it is done.
    expect(streamed.headMs).toBeLessThan(streamed.textMs[0] ?? 0)
    const unary = await timed(mock.url + path, request())
    expect(unary.headMs).toBeGreaterThanOrEqual(whole - 2)
  })

  test('and 20 ms to its first token if nobody says otherwise', async () => {
    await using mock = await startMockServer({ token: 'token' })
    const { headMs } = await timed(`${mock.url}/v1/chat/completions`, chatRequest())
    expect(headMs).toBeGreaterThanOrEqual(18)
  })

  test('and late timers do not add up over a long answer', async () => {
    await using mock = await startMock({ tokensPerSecond: 200_000 })
    const context = Array.from({ length: 4000 }, (_, i) => `ship${i}`).join(' ')
    const question = { role: 'user', content: 'What about ship1 and ship2?' }
    const messages = [{ role: 'system', content: context }, question]
    const { endMs } = await timed(`${mock.url}/v1/chat/completions`, chatRequest({ stream: true, messages }))
    // Four thousand timers one after the other, none shorter than a millisecond, could not do it in that time.
    expect(endMs).toBeLessThan(4000)
  })
})

describe.concurrent('a slow provider', () => {
  test('can be late with its head, which a client counts as no answer', async () => {
    await using mock = await startMock()
    await mock.control.put('slow', always({ kind: 'slow', headMs: 150 }))
    const { headMs } = await timed(`${mock.url}/v1/chat/completions`, chatRequest({ stream: true }))
    expect(headMs).toBeGreaterThanOrEqual(148)
  })

  test('can be late with its first token after the head, which a client does not', async () => {
    await using mock = await startMock()
    await mock.control.put('slow', always({ kind: 'slow', firstTokenMs: 150 }))
    const { headMs, textMs } = await timed(`${mock.url}/v1/chat/completions`, chatRequest({ stream: true }))
    expect(textMs[0]).toBeGreaterThanOrEqual(148)
    expect(headMs).toBeLessThan(textMs[0] ?? 0)
  })

  test('can be slow with every token', async () => {
    await using mock = await startMock()
    await mock.control.put('slow', always({ kind: 'slow', tokensPerSecond: 50 }))
    const { endMs } = await timed(`${mock.url}/v1/chat/completions`, chatRequest({ stream: true }))
    expect(endMs).toBeGreaterThanOrEqual((TOKENS - 1) * 20 - 2)
    const body = await (await fetch(`${mock.url}/v1/chat/completions`, chatRequest())).json()
    expect(body).toMatchObject({ choices: [{ message: { content: ANSWER } }] })
  })
})
