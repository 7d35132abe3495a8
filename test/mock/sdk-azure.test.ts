import { AzureOpenAI, OpenAI } from 'openai'
import { describe, expect, test } from 'vitest'
import { ANSWER, always, CONTEXT, chatRequest, QUESTION, startMock } from './support.ts'

const messages = [
  { role: 'system' as const, content: CONTEXT },
  { role: 'user' as const, content: QUESTION },
]

function azure(endpoint: string, options: object = {}): AzureOpenAI {
  return new AzureOpenAI({ endpoint, apiKey: 'key', apiVersion: '2024-10-21', deployment: 'ours', ...options })
}

describe('the official SDK of Azure OpenAI', () => {
  test('gets a chat from its deployment, with what the filter thought of it', async () => {
    await using mock = await startMock()
    const completion = await azure(mock.url).chat.completions.create({ model: 'ours', messages })
    expect(completion).toMatchObject({
      model: 'ours',
      choices: [
        {
          message: { content: ANSWER },
          finish_reason: 'stop',
          content_filter_results: { hate: { filtered: false, severity: 'safe' } },
        },
      ],
      prompt_filter_results: [{ prompt_index: 0 }],
    })
    expect(await mock.control.requests()).toMatchObject([
      { dialect: 'azure-openai', path: '/openai/deployments/ours/chat/completions', model: 'ours', attempt: 1 },
    ])
  })

  test('streams, after a first chunk that has no choices', async () => {
    await using mock = await startMock()
    const stream = await azure(mock.url).chat.completions.create({ model: 'ours', messages, stream: true })
    const chunks = await Array.fromAsync(stream)
    expect(chunks[0]).toMatchObject({ choices: [], prompt_filter_results: [{}] })
    expect(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('')).toBe(ANSWER)
    const helped = await azure(mock.url).chat.completions.stream({ model: 'ours', messages }).finalChatCompletion()
    expect(helped.choices[0]?.message.content).toBe(ANSWER)
  })

  test('gets embeddings, responses and models', async () => {
    await using mock = await startMock()
    const { data } = await azure(mock.url).embeddings.create({ model: 'ours', input: 'x' })
    expect(data[0]?.embedding).toHaveLength(1536)
    const bare = azure(mock.url, { deployment: undefined })
    const asked = { model: 'gpt-5.2', instructions: CONTEXT, input: QUESTION }
    expect((await bare.responses.create(asked)).output_text).toBe(ANSWER)
    expect((await Array.fromAsync(bare.models.list())).map(each => each.id)).toContain('gpt-5.2')
    const plain = new OpenAI({ baseURL: `${mock.url}/openai/v1`, apiKey: 'key' })
    expect((await plain.chat.completions.create({ model: 'ours', messages })).choices[0]?.message.content).toBe(ANSWER)
  })

  test('is told of a rate limit in the words of Azure, and waits as long as it says', async () => {
    await using mock = await startMock()
    await mock.control.put('limit', always({ kind: 'status', status: 429, retryAfterMs: 30 }, { firstN: 3 }))
    const thrown = await azure(mock.url)
      .chat.completions.create({ model: 'ours', messages })
      .catch(error => error)
    expect(thrown).toMatchObject({ status: 429, code: '429', type: undefined })
    expect(thrown.message).toContain('ChatCompletions_Create Operation')
    expect(thrown.message).toContain('Please retry after 1 seconds.')
    expect(await mock.control.requests()).toHaveLength(3)
  })

  test('is told that a deployment is gone', async () => {
    await using mock = await startMock()
    await mock.control.put('gone', always({ kind: 'status', status: 404 }))
    const sent = azure(mock.url).chat.completions.create({ model: 'ours', messages })
    await expect(sent).rejects.toMatchObject({ status: 404, code: 'DeploymentNotFound' })
  })
})

describe('Azure OpenAI', () => {
  const path = '/openai/deployments/ours/chat/completions'

  test.for([
    ['no key', `${path}?api-version=2024-10-21`, { headers: {} }, 401, '401'],
    ['no version', path, {}, 404, '404'],
    ['a version that is none', `${path}?api-version=soon`, {}, 404, '404'],
    ['a path of nobody', '/openai/nothing?api-version=2024-10-21', {}, 404, '404'],
  ] as const)('refuses %s', async ([, path, init, status, code]) => {
    await using mock = await startMock()
    const response = await fetch(mock.url + path, { ...chatRequest(), ...init })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  test('takes its own kind of key and a bearer', async () => {
    await using mock = await startMock()
    for (const headers of [{ 'api-key': 'key' }, { authorization: 'Bearer token' }]) {
      const response = await fetch(`${mock.url}${path}?api-version=2024-10-21`, { ...chatRequest(), headers })
      expect(response.status).toBe(200)
    }
  })

  test('answers an incident of its proxy with text that is no JSON', async () => {
    await using mock = await startMock()
    await mock.control.put('proxy', always({ kind: 'status', status: 503, body: 'html' }))
    const response = await fetch(`${mock.url}${path}?api-version=2024-10-21`, chatRequest())
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(await response.text()).toContain('upstream connect error')
  })
})
