import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { ANSWER, CONTEXT, QUESTION, startMock } from './support.ts'

const messages = [
  { role: 'system' as const, content: CONTEXT },
  { role: 'user' as const, content: QUESTION },
]
const lookUp = {
  type: 'function' as const,
  function: {
    name: 'look_up_shipping',
    description: 'Looks up where we ship to, and at what cost.',
    parameters: { type: 'object', properties: { country: { type: 'string' }, express: { type: 'boolean' } } },
  },
}

async function withClient(use: (client: OpenAI) => Promise<void>): Promise<void> {
  await using mock = await startMock()
  await use(new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: 'key' }))
}

describe('the official OpenAI SDK', () => {
  test('gets a chat completion with its usage', () =>
    withClient(async client => {
      const completion = await client.chat.completions.create({ model: 'gpt-5.2', messages })
      expect(completion).toMatchObject({
        id: expect.stringMatching(/^chatcmpl-[0-9a-z]{24}$/),
        object: 'chat.completion',
        model: 'gpt-5.2',
        choices: [{ index: 0, message: { role: 'assistant', content: ANSWER }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 78, completion_tokens: 7, total_tokens: 85 },
      })
      expect(completion._request_id).toMatch(/^req_/)
      expect(Math.abs(completion.created - Date.now() / 1000)).toBeLessThan(60)
    }))

  test('streams a chat completion: role, content, finish, usage', () =>
    withClient(async client => {
      const stream = await client.chat.completions.create({
        model: 'gpt-5.2',
        messages,
        stream: true,
        stream_options: { include_usage: true },
      })
      const chunks = await Array.fromAsync(stream)
      expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null })
      expect(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('')).toBe(ANSWER)
      expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' })
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 7, total_tokens: 85 } })
      expect(new Set(chunks.map(chunk => chunk.id)).size).toBe(1)
    }))

  test('streams no usage that was not asked for', () =>
    withClient(async client => {
      const stream = await client.chat.completions.create({ model: 'gpt-5.2', messages, stream: true })
      const chunks = await Array.fromAsync(stream)
      expect(chunks.filter(chunk => chunk.usage !== undefined || chunk.choices.length === 0)).toEqual([])
    }))

  test('its streaming helper puts the answer together', () =>
    withClient(async client => {
      const completion = await client.chat.completions.stream({ model: 'gpt-5.2', messages }).finalChatCompletion()
      expect(completion.choices[0]).toMatchObject({ message: { content: ANSWER }, finish_reason: 'stop' })
    }))

  test('is asked to call a tool, and gets its answer from the result', () =>
    withClient(async client => {
      const asking = [{ role: 'user' as const, content: 'Do you ship express to Norway?' }]
      const first = await client.chat.completions.create({ model: 'gpt-5.2', messages: asking, tools: [lookUp] })
      const message = first.choices[0]?.message
      const call = message?.tool_calls?.[0]
      if (message === undefined || call?.type !== 'function') throw new Error('no call came')
      expect(first.choices[0]?.finish_reason).toBe('tool_calls')
      expect(message.content).toBeNull()
      expect(call.function.name).toBe('look_up_shipping')
      expect(JSON.parse(call.function.arguments)).toEqual({ country: 'Norway', express: true })

      const result = { role: 'tool' as const, tool_call_id: call.id, content: 'Express to Norway costs 14 euros.' }
      const second = await client.chat.completions.create({
        model: 'gpt-5.2',
        messages: [...asking, message, result],
        tools: [lookUp],
      })
      expect(second.choices[0]?.message.content).toBe('Express to Norway costs 14 euros.')
    }))

  test('its helper puts a streamed tool call together', () =>
    withClient(async client => {
      const asking = [{ role: 'user' as const, content: 'Do you ship express to Norway?' }]
      const stream = client.chat.completions.stream({ model: 'gpt-5.2', messages: asking, tools: [lookUp] })
      const call = (await stream.finalChatCompletion()).choices[0]?.message.tool_calls?.[0]
      expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({
        country: 'Norway',
        express: true,
      })
      expect(call?.id).toMatch(/^call_/)
    }))

  test('runs tools by itself until there is an answer', () =>
    withClient(async client => {
      const runner = client.chat.completions.runTools({
        model: 'gpt-5.2',
        messages: [{ role: 'user', content: 'Do you ship express to Norway?' }],
        tools: [
          {
            type: 'function',
            function: {
              ...lookUp.function,
              parse: JSON.parse,
              function: ({ country }: { country: string }) => `Express to ${country} costs 14 euros.`,
            },
          },
        ],
      })
      expect(await runner.finalContent()).toBe('Express to Norway costs 14 euros.')
    }))

  test('lists models and finds any one by name', () =>
    withClient(async client => {
      const ids = (await Array.fromAsync(client.models.list())).map(model => model.id)
      expect(ids).toContain('gpt-5.2')
      expect(await client.models.retrieve('ft:gpt/of our own')).toMatchObject({
        id: 'ft:gpt/of our own',
        object: 'model',
      })
    }))

  test('is told what is wrong with its request, and does not try again', () =>
    withClient(async client => {
      const empty = client.chat.completions.create({ model: 'gpt-5.2', messages: [] })
      await expect(empty).rejects.toMatchObject({ status: 400, type: 'invalid_request_error', param: 'messages' })
      await expect(client.moderations.create({ input: 'x' })).rejects.toMatchObject({
        status: 404,
        code: 'unknown_url',
      })
    }))
})
