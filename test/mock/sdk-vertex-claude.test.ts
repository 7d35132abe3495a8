import { AnthropicVertex } from '@anthropic-ai/vertex-sdk'
import { OAuth2Client } from 'google-auth-library'
import { describe, expect, test } from 'vitest'
import { ANSWER, always, CONTEXT, messagesRequest, QUESTION, startMock } from './support.ts'

const model = 'claude-opus-4-6'
const request = {
  model,
  max_tokens: 100,
  system: CONTEXT,
  messages: [{ role: 'user' as const, content: QUESTION }],
}
const base = '/v1/projects/p/locations/us-east5/publishers/anthropic/models'

function clientFor(url: string): AnthropicVertex {
  const authClient = new OAuth2Client()
  authClient.setCredentials({ access_token: 'mock', expiry_date: Date.now() + 3_600_000 })
  return new AnthropicVertex({ baseURL: `${url}/v1`, region: 'us-east5', projectId: 'p', authClient })
}

describe('the official SDK of Claude on Vertex', () => {
  test('gets a message', async () => {
    await using mock = await startMock()
    expect(await clientFor(mock.url).messages.create(request)).toMatchObject({
      type: 'message',
      model,
      content: [{ type: 'text', text: ANSWER }],
      stop_reason: 'end_turn',
    })
    expect(await mock.control.requests()).toMatchObject([
      { dialect: 'vertex-claude', model, path: `${base}/${model}:rawPredict`, streamed: false },
    ])
  })

  test('streams one, and its helper puts it together', async () => {
    await using mock = await startMock()
    const events = await Array.fromAsync(await clientFor(mock.url).messages.create({ ...request, stream: true }))
    expect(events.at(-1)?.type).toBe('message_stop')
    const message = await clientFor(mock.url).messages.stream(request).finalMessage()
    expect(message.content).toEqual([{ type: 'text', text: ANSWER }])
    expect((await mock.control.requests())[1]).toMatchObject({
      path: `${base}/${model}:streamRawPredict`,
      streamed: true,
    })
  })

  test('is asked to call a tool', async () => {
    await using mock = await startMock()
    const tools = [{ name: 'ship', description: 'ships to countries', input_schema: { type: 'object' as const } }]
    const message = await clientFor(mock.url).messages.create({ ...request, tools })
    expect(message).toMatchObject({ stop_reason: 'tool_use', content: [{ type: 'tool_use', name: 'ship' }] })
  })

  test('counts tokens', async () => {
    await using mock = await startMock()
    const { max_tokens, ...counted } = request
    expect(await clientFor(mock.url).messages.countTokens(counted)).toEqual({ input_tokens: 78 })
    expect(max_tokens).toBe(100)
    expect((await mock.control.requests())[0]).toMatchObject({ path: `${base}/count-tokens:rawPredict`, model })
  })

  test.for([
    [429, { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }],
    [404, { error: { code: 404, status: 'NOT_FOUND' } }],
    [529, { type: 'error', error: { type: 'overloaded_error' } }],
    [500, { type: 'error', error: { type: 'api_error' } }],
  ] as const)('is told of a %d by who answers for it: the door or the model', async ([status, error]) => {
    await using mock = await startMock()
    await mock.control.put('fault', always({ kind: 'status', status }))
    const sent = clientFor(mock.url).withOptions({ maxRetries: 0 }).messages.create(request)
    await expect(sent).rejects.toMatchObject({ status, error })
  })

  test.for([
    ['no token', messagesRequest({ anthropic_version: 'vertex-2023-10-16' }, { authorization: '' }), 401],
    ['no version', messagesRequest(), 400],
    ['a version that is none', messagesRequest({ anthropic_version: 'next' }), 400],
    ['what the newer version dropped', messagesRequest({ anthropic_version: '2026-10-21', top_k: 1 }), 400],
    ['nothing that the older version took', messagesRequest({ anthropic_version: 'vertex-2023-10-16', top_k: 1 }), 200],
  ] as const)('refuses %s', async ([, init, status]) => {
    await using mock = await startMock()
    expect((await fetch(`${mock.url}${base}/${model}:rawPredict`, init)).status).toBe(status)
  })
})
