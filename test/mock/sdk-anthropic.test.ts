import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { ANSWER, CONTEXT, messagesRequest, QUESTION, startMock } from './support.ts'

const model = 'claude-opus-4-6'
const request = {
  model,
  max_tokens: 100,
  system: CONTEXT,
  messages: [{ role: 'user' as const, content: QUESTION }],
}
const lookUp = {
  name: 'look_up_shipping',
  description: 'Looks up where we ship to, and at what cost.',
  input_schema: {
    type: 'object' as const,
    properties: { country: { type: 'string' }, speed: { type: 'string', enum: ['normal', 'express'] } },
  },
}

async function withClient(use: (client: Anthropic) => Promise<void>): Promise<void> {
  await using mock = await startMock()
  await use(new Anthropic({ baseURL: mock.url, apiKey: 'key' }))
}

describe('the official Anthropic SDK', () => {
  test('gets a message with its usage', () =>
    withClient(async client => {
      const message = await client.messages.create(request)
      expect(message).toMatchObject({
        id: expect.stringMatching(/^msg_[0-9a-z]{24}$/),
        type: 'message',
        role: 'assistant',
        model,
        content: [{ type: 'text', text: ANSWER }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 78, output_tokens: 7, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
      })
      expect(message._request_id).toMatch(/^req_/)
    }))

  test('streams a message in the order of the real API', () =>
    withClient(async client => {
      const events = await Array.fromAsync(await client.messages.create({ ...request, stream: true }))
      const deltas = events.filter(event => event.type === 'content_block_delta')
      expect(deltas.map(event => (event.delta.type === 'text_delta' ? event.delta.text : '')).join('')).toBe(ANSWER)
      expect(events.map(event => event.type).filter((type, i, all) => type !== all[i - 1])).toEqual([
        'message_start',
        'content_block_start',
        'content_block_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
      ])
      expect(events[0]).toMatchObject({ message: { content: [], stop_reason: null, usage: { input_tokens: 78 } } })
      expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } })
    }))

  test('its streaming helper puts the message together', () =>
    withClient(async client => {
      const message = await client.messages.stream(request).finalMessage()
      expect(message).toMatchObject({
        content: [{ type: 'text', text: ANSWER }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 78, output_tokens: 7 },
      })
    }))

  test.for(['unary', 'streamed'])('is asked to call a tool, and gets its answer from the result: %s', how =>
    withClient(async client => {
      const send = (body: Anthropic.MessageCreateParamsNonStreaming): Promise<Anthropic.Message> =>
        how === 'unary' ? client.messages.create(body) : client.messages.stream(body).finalMessage()
      const asking = [{ role: 'user' as const, content: 'Do you ship express to Norway?' }]
      const first = await send({ model, max_tokens: 100, messages: asking, tools: [lookUp] })
      expect(first.stop_reason).toBe('tool_use')
      expect(first.content).toEqual([
        {
          type: 'tool_use',
          id: expect.stringMatching(/^toolu_/),
          name: 'look_up_shipping',
          input: { country: 'Norway', speed: 'express' },
        },
      ])

      const id = first.content[0]?.type === 'tool_use' ? first.content[0].id : ''
      const result = { type: 'tool_result' as const, tool_use_id: id, content: 'Express to Norway costs 14 euros.' }
      const second = await send({
        model,
        max_tokens: 100,
        messages: [...asking, { role: 'assistant', content: first.content }, { role: 'user', content: [result] }],
        tools: [lookUp],
      })
      expect(second).toMatchObject({
        content: [{ type: 'text', text: 'Express to Norway costs 14 euros.' }],
        stop_reason: 'end_turn',
      })
    }),
  )

  test('counts tokens as the answer will', () =>
    withClient(async client => {
      const { max_tokens, ...counted } = request
      expect(await client.messages.countTokens(counted)).toEqual({ input_tokens: 78 })
      expect(max_tokens).toBe(100)
    }))

  test('lists models and finds any one by name', () =>
    withClient(async client => {
      const models = await Array.fromAsync(client.models.list())
      expect(models.map(each => each.id)).toContain(model)
      expect(await client.models.retrieve('claude-of-our-own')).toMatchObject({
        id: 'claude-of-our-own',
        type: 'model',
      })
    }))

  test('stops where it is told to, and says why', () =>
    withClient(async client => {
      expect(await client.messages.create({ ...request, stop_sequences: [', Sweden'] })).toMatchObject({
        content: [{ text: 'We ship to Norway' }],
        stop_reason: 'stop_sequence',
        stop_sequence: ', Sweden',
      })
      expect(await client.messages.create({ ...request, max_tokens: 2 })).toMatchObject({
        content: [{ text: 'We ship' }],
        stop_reason: 'max_tokens',
        stop_sequence: null,
      })
    }))

  test('is told what is wrong with its request, and does not try again', () =>
    withClient(async client => {
      await expect(client.messages.create({ ...request, messages: [] })).rejects.toMatchObject({
        status: 400,
        error: { type: 'error', error: { type: 'invalid_request_error' } },
      })
    }))
})

describe('both versions of the Anthropic API', () => {
  const old = { 'anthropic-version': '2023-06-01' }

  test.for([
    ['the older, with x-api-key', { 'x-api-key': 'key', authorization: '', ...old }],
    ['the older, with a bearer', old],
    ['the newer, with x-api-key', { 'x-api-key': 'key', authorization: '' }],
    ['the newer, with a bearer', {}],
  ] as const)('are answered: %s', async ([, headers]) => {
    await using mock = await startMock()
    const response = await fetch(`${mock.url}/v1/messages`, messagesRequest({}, headers))
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ content: [{ type: 'text', text: ANSWER }] })
  })

  test.for([
    ['temperature', { temperature: 0.5 }],
    ['top_k', { top_k: 5 }],
    [
      'document',
      {
        messages: [
          { role: 'assistant', content: [{ type: 'document' }] },
          { role: 'user', content: QUESTION },
        ],
      },
    ],
    ['citations', { messages: [{ role: 'user', content: [{ type: 'text', text: QUESTION, citations: [{}] }] }] }],
  ] as const)('differ in %s: only the newer refuses it', async ([what, body]) => {
    await using mock = await startMock()
    const send = (headers: Record<string, string>) => fetch(`${mock.url}/v1/messages`, messagesRequest(body, headers))
    expect((await send(old)).status).toBe(200)
    const refused = await send({})
    expect(refused.status).toBe(400)
    expect(await refused.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining(what) },
      request_id: refused.headers.get('request-id'),
    })
  })

  test.for([
    ['no version', { 'anthropic-version': '' }, 400, 'anthropic-version: header is required'],
    ['an unknown version', { 'anthropic-version': '1999-01-01' }, 400, 'is not a valid version'],
    ['no key', { authorization: '' }, 401, 'x-api-key header is required'],
  ] as const)('refuse %s', async ([, headers, status, message]) => {
    await using mock = await startMock()
    const response = await fetch(`${mock.url}/v1/messages`, messagesRequest({}, headers))
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } })
  })
})
