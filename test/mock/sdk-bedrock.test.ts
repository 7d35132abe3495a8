import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { describe, expect, test } from 'vitest'
import { ANSWER, always, CONTEXT, QUESTION, startMock } from './support.ts'

const modelId = 'amazon.nova-pro-v1:0'
const claude = 'anthropic.claude-opus-4-6-v1:0'
const asked: ConverseCommandInput = {
  modelId,
  system: [{ text: CONTEXT }],
  messages: [{ role: 'user', content: [{ text: QUESTION }] }],
}
const toolConfig: ConverseCommandInput['toolConfig'] = {
  tools: [
    {
      toolSpec: {
        name: 'look_up_shipping',
        description: 'Looks up where we ship to, and at what cost.',
        inputSchema: {
          json: { type: 'object', properties: { country: { type: 'string' }, express: { type: 'boolean' } } },
        },
      },
    },
  ],
}

function clientFor(endpoint: string, more: Partial<BedrockRuntimeClientConfig> = {}): BedrockRuntimeClient {
  const credentials = { accessKeyId: 'AKIDMOCK', secretAccessKey: 'mock' }
  return new BedrockRuntimeClient({ endpoint, region: 'us-east-1', credentials, ...more })
}

const versions = [
  ['HTTP/2, as it does by itself', () => ({})],
  ['HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })],
] as const

describe.for(versions)('the official SDK of Bedrock over %s', ([, more]) => {
  async function withClient(use: (client: BedrockRuntimeClient) => Promise<void>): Promise<void> {
    await using mock = await startMock()
    const client = clientFor(mock.url, more())
    await use(client)
    client.destroy()
    const requests = await mock.control.requests()
    expect(new Set(requests.map(request => request.dialect))).toEqual(new Set(['bedrock']))
    expect(requests[0]?.attempt).toBe(1)
  }

  test('converses', () =>
    withClient(async client => {
      expect(await client.send(new ConverseCommand(asked))).toMatchObject({
        output: { message: { role: 'assistant', content: [{ text: ANSWER }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 78, outputTokens: 7, totalTokens: 85 },
      })
    }))

  test('converses in a stream, in the order of the real one', () =>
    withClient(async client => {
      const { stream } = await client.send(new ConverseStreamCommand(asked))
      const events = await Array.fromAsync(stream ?? [])
      expect(events.map(event => Object.keys(event)[0]).filter((type, i, all) => type !== all[i - 1])).toEqual([
        'messageStart',
        'contentBlockDelta',
        'contentBlockStop',
        'messageStop',
        'metadata',
      ])
      expect(events.map(event => event.contentBlockDelta?.delta?.text ?? '').join('')).toBe(ANSWER)
      expect(events.at(-2)?.messageStop?.stopReason).toBe('end_turn')
      expect(events.at(-1)?.metadata?.usage).toMatchObject({ inputTokens: 78, outputTokens: 7 })
    }))

  test('is asked to use a tool, and gets its answer from the result', () =>
    withClient(async client => {
      const asking = [{ role: 'user' as const, content: [{ text: 'Do you ship express to Norway?' }] }]
      const first = await client.send(new ConverseCommand({ modelId, messages: asking, toolConfig }))
      expect(first.stopReason).toBe('tool_use')
      const said = first.output?.message
      const use = said?.content?.[0]?.toolUse
      expect(use).toMatchObject({ name: 'look_up_shipping', input: { country: 'Norway', express: true } })

      const text = 'Express to Norway costs 14 euros.'
      const toolResult = { toolUseId: use?.toolUseId ?? '', content: [{ text }] }
      const messages = [...asking, said ?? asking[0], { role: 'user' as const, content: [{ toolResult }] }]
      const second = await client.send(
        new ConverseCommand({ modelId, toolConfig, messages: messages.filter(each => each !== undefined) }),
      )
      expect(second.output?.message?.content).toEqual([{ text }])
    }))

  test('streams a use of a tool as pieces of JSON', () =>
    withClient(async client => {
      const messages = [{ role: 'user' as const, content: [{ text: 'Do you ship express to Norway?' }] }]
      const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages, toolConfig }))
      const events = await Array.fromAsync(stream ?? [])
      expect(events[1]?.contentBlockStart?.start?.toolUse?.name).toBe('look_up_shipping')
      const input = events.map(event => event.contentBlockDelta?.delta?.toolUse?.input ?? '').join('')
      expect(JSON.parse(input)).toEqual({ country: 'Norway', express: true })
    }))

  test('invokes Claude in its own words, unary and streamed', () =>
    withClient(async client => {
      const body = JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        system: CONTEXT,
        messages: [{ role: 'user', content: QUESTION }],
      })
      const whole = await client.send(new InvokeModelCommand({ modelId: claude, body }))
      expect(JSON.parse(whole.body.transformToString())).toMatchObject({ type: 'message', content: [{ text: ANSWER }] })
      const { body: stream } = await client.send(new InvokeModelWithResponseStreamCommand({ modelId: claude, body }))
      const parts = await Array.fromAsync(stream ?? [])
      const events = parts.map(part => JSON.parse(new TextDecoder().decode(part.chunk?.bytes)))
      expect(events.map(event => event.delta?.text ?? '').join('')).toBe(ANSWER)
      expect(events.at(-1).type).toBe('message_stop')
    }))

  test('invokes Nova in its own words, unary and streamed', () =>
    withClient(async client => {
      const body = JSON.stringify({ schemaVersion: 'messages-v1', system: asked.system, messages: asked.messages })
      const whole = await client.send(new InvokeModelCommand({ modelId, body }))
      expect(JSON.parse(whole.body.transformToString())).toMatchObject({
        output: { message: { content: [{ text: ANSWER }] } },
      })
      const { body: stream } = await client.send(new InvokeModelWithResponseStreamCommand({ modelId, body }))
      const parts = await Array.fromAsync(stream ?? [])
      expect(new TextDecoder().decode(parts.at(-2)?.chunk?.bytes)).toContain('messageStop')
    }))

  test.for([
    ['amazon.titan-embed-text-v2:0', { inputText: 'We ship', dimensions: 256 }, 'embedding', 256],
    ['amazon.titan-embed-text-v2:0', { inputText: 'We ship' }, 'embedding', 1024],
    ['cohere.embed-english-v3', { texts: ['We ship', 'to Norway'], input_type: 'search_query' }, 'embeddings', 2],
  ] as const)('invokes %s for embeddings: %o', ([modelId, asked, key, length]) =>
    withClient(async client => {
      const { body } = await client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(asked) }))
      expect(JSON.parse(body.transformToString())[key]).toHaveLength(length)
    }),
  )

  test('counts tokens', () =>
    withClient(async client => {
      const { system, messages } = asked
      const counted = await client.send(new CountTokensCommand({ modelId, input: { converse: { system, messages } } }))
      expect(counted.inputTokens).toBe(78)
    }))

  test('stops where it is told to, and says why', () =>
    withClient(async client => {
      const stop = { ...asked, inferenceConfig: { stopSequences: [', Sweden'] } }
      expect(await client.send(new ConverseCommand(stop))).toMatchObject({
        output: { message: { content: [{ text: 'We ship to Norway' }] } },
        stopReason: 'stop_sequence',
      })
      const short = { ...asked, inferenceConfig: { maxTokens: 2 } }
      expect(await client.send(new ConverseCommand(short))).toMatchObject({ stopReason: 'max_tokens' })
    }))

  test.for([
    [400, 'ValidationException', 1],
    [401, 'UnrecognizedClientException', 1],
    [403, 'AccessDeniedException', 1],
    [404, 'ResourceNotFoundException', 1],
    [408, 'ModelTimeoutException', 1],
    [424, 'ModelErrorException', 1],
    [429, 'ThrottlingException', 3],
    [500, 'InternalServerException', 3],
    [503, 'ServiceUnavailableException', 3],
  ] as const)('throws a %d as %s, after asking %d times', async ([status, name, attempts]) => {
    await using mock = await startMock()
    await mock.control.put('fault', always({ kind: 'status', status }))
    const client = clientFor(mock.url, more())
    const thrown = await client.send(new ConverseCommand(asked)).catch(error => error)
    expect(thrown).toMatchObject({ name, $metadata: { httpStatusCode: status, attempts } })
    expect((await mock.control.requests()).map(request => request.attempt)).toEqual([1, 2, 3].slice(0, attempts))
    client.destroy()
  })

  test('throws the exception of a stream that fails half-way', async () => {
    await using mock = await startMock()
    await mock.control.put('mid', always({ kind: 'midStreamError', afterChunks: 3 }))
    const client = clientFor(mock.url, more())
    const { stream } = await client.send(new ConverseStreamCommand(asked))
    const seen: string[] = []
    const reading = (async () => {
      for await (const event of stream ?? []) seen.push(event.contentBlockDelta?.delta?.text ?? '')
    })()
    await expect(reading).rejects.toMatchObject({ name: 'ThrottlingException' })
    expect(seen.join('')).toBe('We ship')
    client.destroy()
  })
})

describe('a Bedrock stream that breaks', () => {
  test.for([
    // The session and the stream race to tell of it, and if the stream wins, nobody is told.
    ['over HTTP/2 may end as if it were whole', {}, ['ended', 'ECONNRESET']],
    ['over HTTP/1.1 is noticed', { requestHandler: new NodeHttpHandler() }, ['ECONNRESET']],
  ] as const)('%s', async ([, more, ends]) => {
    await using mock = await startMock()
    await mock.control.put('cut', always({ kind: 'reset', after: 3 }))
    const client = clientFor(mock.url, more)
    const { stream } = await client.send(new ConverseStreamCommand(asked))
    const ended = await Array.fromAsync(stream ?? []).then(
      () => 'ended',
      error => error.code,
    )
    expect(ends).toContain(ended)
    client.destroy()
  })
})

describe('the official SDK of Claude on Bedrock', () => {
  const request = {
    model: claude,
    max_tokens: 100,
    system: CONTEXT,
    messages: [{ role: 'user' as const, content: QUESTION }],
  }

  interface At {
    readonly baseURL: string
    readonly awsRegion: string
  }

  test.for([
    ['a bearer', (at: At) => new AnthropicBedrock({ ...at, apiKey: 'key' })],
    ['a signature', (at: At) => new AnthropicBedrock({ ...at, awsAccessKey: 'AKIDMOCK', awsSecretKey: 'mock' })],
  ] as const)('gets messages, streams and helpers with %s', async ([, clientAt]) => {
    await using mock = await startMock()
    const client = clientAt({ baseURL: mock.url, awsRegion: 'us-east-1' })
    expect(await client.messages.create(request)).toMatchObject({ content: [{ type: 'text', text: ANSWER }] })
    const events = await Array.fromAsync(await client.messages.create({ ...request, stream: true }))
    expect(events.at(-1)?.type).toBe('message_stop')
    const message = await client.messages.stream(request).finalMessage()
    expect(message).toMatchObject({ content: [{ text: ANSWER }], stop_reason: 'end_turn' })
  })

  test('meets an exception in mid-stream as an error of its own kind', async () => {
    await using mock = await startMock()
    await mock.control.put('mid', always({ kind: 'midStreamError', afterChunks: 3 }))
    const client = new AnthropicBedrock({ baseURL: mock.url, awsRegion: 'us-east-1', apiKey: 'key' })
    const stream = await client.messages.create({ ...request, stream: true })
    await expect(Array.fromAsync(stream)).rejects.toThrow(/throttlingException/)
  })
})

describe('Bedrock', () => {
  const headers = { authorization: 'Bearer key' }
  const converse = '/model/m/converse'

  test.for([
    ['no key', converse, {}, '{}', 403, 'MissingAuthenticationTokenException'],
    ['no JSON', converse, headers, '{', 400, 'SerializationException'],
    ['no messages', converse, headers, '{}', 400, 'ValidationException'],
    ['a role that is none', converse, headers, '{"messages":[{"role":"boss"}]}', 400, 'ValidationException'],
    ['a model whose words it does not know', '/model/m/invoke', headers, '{}', 400, 'ValidationException'],
    ['Claude without a version', `/model/${claude}/invoke`, headers, '{}', 400, 'ValidationException'],
    ['Titan without a text', '/model/amazon.titan-embed/invoke', headers, '{}', 400, 'ValidationException'],
    ['an action that is none', '/model/m/dance', headers, '{}', 404, 'UnknownOperationException'],
  ] as const)('refuses %s', async ([, path, headers, body, status, type]) => {
    await using mock = await startMock()
    const response = await fetch(mock.url + path, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
    expect(response.headers.get('x-amzn-errortype')?.split(':')[0]).toBe(type)
    expect(await response.json()).toEqual({ message: expect.any(String) })
  })
})
