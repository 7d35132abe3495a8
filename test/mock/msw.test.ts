import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { setupServer } from 'msw/node'
import OpenAI, { AzureOpenAI } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type MockProviders, mockProviders } from '../../src/mock/msw.ts'
import { ANSWER, always, CONTEXT, eventually, QUESTION } from './support.ts'

const server = setupServer()
let mock: MockProviders
let openai: OpenAI
let anthropic: Anthropic

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  mock = mockProviders()
  server.resetHandlers(...mock.handlers)
  // A client keeps the fetch it finds when it is made: one made before `listen` would go to the real provider.
  openai = new OpenAI({ apiKey: 'key', maxRetries: 0 })
  anthropic = new Anthropic({ apiKey: 'key', maxRetries: 0 })
})

const messages = [{ role: 'user' as const, content: QUESTION }]
const chat = { model: 'gpt-5.2', messages: [{ role: 'system' as const, content: CONTEXT }, ...messages] }
const message = { model: 'claude-opus-4-6', max_tokens: 100, system: CONTEXT, messages }

describe('in a unit test of its users, with the SDKs as they are', () => {
  test('the mock stands in for both providers', async () => {
    expect((await openai.chat.completions.create(chat)).choices[0]?.message.content).toBe(ANSWER)
    expect((await anthropic.messages.create(message)).content).toEqual([{ type: 'text', text: ANSWER }])
    expect((await openai.chat.completions.stream(chat).finalChatCompletion()).choices[0]?.message.content).toBe(ANSWER)
    expect((await anthropic.messages.stream(message).finalMessage()).content).toMatchObject([{ text: ANSWER }])
    expect(mock.requests().map(request => `${request.dialect} ${request.streamed}`)).toEqual([
      'openai false',
      'anthropic false',
      'openai true',
      'anthropic true',
    ])
  })

  test('and for the clouds, whatever the region', async () => {
    const region = { awsRegion: 'eu-west-3', apiKey: 'key' }
    const bedrock = await new AnthropicBedrock(region).messages.create({ ...message, model: 'anthropic.claude' })
    expect(bedrock.content).toEqual([{ type: 'text', text: ANSWER }])
    const azure = { endpoint: 'https://ours.openai.azure.com', apiKey: 'key', apiVersion: '2024-10-21' }
    expect((await new AzureOpenAI(azure).chat.completions.create(chat)).choices[0]?.message.content).toBe(ANSWER)
    const gemini = new GoogleGenAI({ apiKey: 'key' })
    const asked = { model: 'gemini-3-pro', contents: QUESTION, config: { systemInstruction: CONTEXT } }
    expect((await gemini.models.generateContent(asked)).text).toBe(ANSWER)
    const dialects = mock.requests().map(request => request.dialect)
    expect(dialects).toEqual(['bedrock', 'azure-openai', 'gemini'])
  })

  test('a fault is put, counted and cleared', async () => {
    mock.put('storm', always({ kind: 'status', status: 429 }, { match: { dialect: 'openai' } }))
    await expect(openai.chat.completions.create(chat)).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
    })
    await anthropic.messages.create(message)
    expect(mock.faults()).toMatchObject([{ id: 'storm', matched: 1, hits: 1 }])
    mock.clear('storm')
    await openai.chat.completions.create(chat)
    expect(mock.faults()).toEqual([])
    expect(mock.hits()).toEqual({ storm: { matched: 1, hits: 1 } })
  })

  test('a fault that is none is refused', () => {
    const wrong = { ...always({ kind: 'empty' }), shareRatio: 30 }
    expect(() => mock.put('wrong', wrong)).toThrow(/^"wrong" is not a fault: .*shareRatio/s)
    expect(mock.faults()).toEqual([])
  })

  test('a reset is a connection error', async () => {
    mock.put('cut', always({ kind: 'reset', after: 'nothing' }))
    await expect(openai.chat.completions.create(chat)).rejects.toThrow('Connection error.')
  })

  test('a client may give up on a stall before the head, and on one after it', async () => {
    mock.put('stall', always({ kind: 'stall', after: 'nothing' }))
    await expect(openai.chat.completions.create(chat, { timeout: 50 })).rejects.toThrow('Request timed out.')
    mock.put('stall', always({ kind: 'stall', after: 3 }))
    const stream = await openai.chat.completions.create({ ...chat, stream: true })
    const seen: string[] = []
    const reading = (async () => {
      for await (const event of stream) seen.push(event.choices[0]?.delta.content ?? '')
    })()
    await eventually('the stream to stall', () => seen.length === 3)
    stream.controller.abort()
    await reading
    expect(seen).toEqual(['', 'We', ' ship'])
  })

  test('a stream takes its time, and stops when the client leaves', async () => {
    mock = mockProviders({ firstTokenMs: 30, tokensPerSecond: 20 })
    server.resetHandlers(...mock.handlers)
    const startMs = performance.now()
    for await (const event of await openai.chat.completions.create({ ...chat, stream: true })) {
      if (event.choices[0]?.delta.content) break
    }
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(28)
  })

  test('other servers can be stood in for, and what is not served there is said', async () => {
    const told: string[] = []
    mock = mockProviders({ origins: ['http://models.internal'], onTrouble: sentence => told.push(sentence) })
    server.resetHandlers(...mock.handlers)
    const inside = new OpenAI({ apiKey: 'key', baseURL: 'http://models.internal/v1', maxRetries: 0 })
    expect((await inside.chat.completions.create(chat)).choices[0]?.message.content).toBe(ANSWER)
    await expect(inside.moderations.create({ input: 'x' })).rejects.toMatchObject({ status: 404 })
    expect(told).toEqual([expect.stringContaining('Nobody here serves POST /v1/moderations')])
  })
})
