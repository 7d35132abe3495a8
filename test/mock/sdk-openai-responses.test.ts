import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { ANSWER, always, CONTEXT, QUESTION, startMock } from './support.ts'

const request = { model: 'gpt-5.2', instructions: CONTEXT, input: QUESTION }
const lookUp = {
  type: 'function' as const,
  name: 'look_up_shipping',
  description: 'Looks up where we ship to, and at what cost.',
  parameters: { type: 'object', properties: { country: { type: 'string' }, express: { type: 'boolean' } } },
  strict: false,
}
const asking = [{ role: 'user' as const, content: 'Do you ship express to Norway?' }]

async function withClient(use: (client: OpenAI) => Promise<void>): Promise<void> {
  await using mock = await startMock()
  await use(new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: 'key' }))
}

describe('the Responses API, to the official SDK', () => {
  test('gives an answer with its usage', () =>
    withClient(async client => {
      const response = await client.responses.create(request)
      expect(response).toMatchObject({
        id: expect.stringMatching(/^resp_[0-9a-z]{24}$/),
        object: 'response',
        status: 'completed',
        model: 'gpt-5.2',
        output_text: ANSWER,
        output: [{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text' }] }],
        usage: { input_tokens: 78, output_tokens: 7, total_tokens: 85 },
      })
    }))

  test('streams its events in the order of the real one, each with the next number', () =>
    withClient(async client => {
      const events = await Array.fromAsync(await client.responses.create({ ...request, stream: true }))
      expect(events.map(event => event.sequence_number)).toEqual(events.map((_, i) => i))
      expect(events.map(event => event.type).filter((type, i, all) => type !== all[i - 1])).toEqual([
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.content_part.added',
        'response.output_text.delta',
        'response.output_text.done',
        'response.content_part.done',
        'response.output_item.done',
        'response.completed',
      ])
      const deltas = events.flatMap(event => (event.type === 'response.output_text.delta' ? [event.delta] : []))
      expect(deltas.join('')).toBe(ANSWER)
    }))

  test('lets the streaming helper put the answer together', () =>
    withClient(async client => {
      const response = await client.responses.stream(request).finalResponse()
      expect(response).toMatchObject({ status: 'completed', output_text: ANSWER, usage: { output_tokens: 7 } })
    }))

  test.for(['unary', 'streamed'])('asks for a tool, and answers from its result: %s', how =>
    withClient(async client => {
      const body = { model: 'gpt-5.2', input: asking, tools: [lookUp] }
      const first =
        how === 'unary' ? await client.responses.create(body) : await client.responses.stream(body).finalResponse()
      const call = first.output[0]
      if (call?.type !== 'function_call') throw new Error('no call came')
      expect(call).toMatchObject({ name: 'look_up_shipping', status: 'completed' })
      expect(JSON.parse(call.arguments)).toEqual({ country: 'Norway', express: true })

      const output = 'Express to Norway costs 14 euros.'
      const result = { type: 'function_call_output' as const, call_id: call.call_id, output }
      const second = await client.responses.create({ ...body, input: [...asking, call, result] })
      expect(second.output_text).toBe(output)
    }),
  )

  test('says that it stopped early, and why', () =>
    withClient(async client => {
      const short = await client.responses.create({ ...request, max_output_tokens: 2 })
      expect(short).toMatchObject({
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        output_text: 'We ship',
      })
      const events = await Array.fromAsync(
        await client.responses.create({ ...request, max_output_tokens: 2, stream: true }),
      )
      expect(events.at(-1)?.type).toBe('response.incomplete')
    }))

  test('fails in mid-stream with an error of its own, which the SDK throws without a status', async () => {
    await using mock = await startMock()
    await mock.control.put('mid', always({ kind: 'midStreamError', afterChunks: 5 }))
    const client = new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: 'key' })
    const stream = await client.responses.create({ ...request, stream: true })
    const thrown = await Array.fromAsync(stream).catch(error => error)
    expect(thrown).toMatchObject({ status: undefined, code: 'server_error' })
  })

  test.for([
    ['no input', { input: undefined }, 'input'],
    ['an answer that is not kept', { previous_response_id: 'resp_1' }, 'previous_response_id'],
  ] as const)('refuses %s', ([, wrong, param]) =>
    withClient(async client => {
      const sent = client.responses.create({ ...request, ...wrong } as never)
      await expect(sent).rejects.toMatchObject({ status: 400, param })
    }),
  )
})
