import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { embeddingRequest, startMock } from './support.ts'

async function withClient(use: (client: OpenAI) => Promise<void>): Promise<void> {
  await using mock = await startMock()
  await use(new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: 'key' }))
}

const model = 'text-embedding-3-small'

describe('embeddings, to the official OpenAI SDK', () => {
  test.for([
    ['the base64 it asks for by itself', undefined],
    ['plain numbers', 'float'],
  ] as const)('come as %s', ([, format]) =>
    withClient(async client => {
      const asked = { model, input: ['Where do you ship?', 'Refunds'], ...(format && { encoding_format: format }) }
      const { data, usage, ...rest } = await client.embeddings.create(asked)
      expect(rest).toMatchObject({ object: 'list', model })
      expect(usage).toEqual({ prompt_tokens: 7, total_tokens: 7 })
      expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
        [0, 1536],
        [1, 1536],
      ])
      expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5)
    }),
  )

  test('are the same in both ways, and the same for the same seed and text at any time', () =>
    withClient(async client => {
      const once = await client.embeddings.create({ model, input: 'We ship to Norway' })
      const again = await client.embeddings.create({ model, input: 'We ship to Norway', encoding_format: 'float' })
      expect(again.data[0]?.embedding).toEqual(Array.from(once.data[0]?.embedding ?? []))
    }))

  test('are as long as asked for', () =>
    withClient(async client => {
      const short = await client.embeddings.create({ model, input: 'Norway', dimensions: 64 })
      expect(short.data[0]?.embedding).toHaveLength(64)
      const large = await client.embeddings.create({ model: 'text-embedding-3-large', input: 'Norway' })
      expect(large.data[0]?.embedding).toHaveLength(3072)
    }))

  test('take tokens as well as texts', () =>
    withClient(async client => {
      const one = await client.embeddings.create({ model, input: [1, 2, 3] })
      const many = await client.embeddings.create({ model, input: [[1, 2, 3], [4]] })
      expect(many.data).toHaveLength(2)
      expect(many.data[0]?.embedding).toEqual(one.data[0]?.embedding)
    }))

  test.for([
    ['nothing', { input: [] }, 'input'],
    ['mixed kinds', { input: ['a', 1] }, 'input'],
    ['too many', { input: Array.from({ length: 2049 }, () => 'x') }, 'input'],
    ['a length that is none', { dimensions: 0 }, 'dimensions'],
    ['another format', { encoding_format: 'int8' }, 'encoding_format'],
  ] as const)('refuse %s', async ([, body, param]) => {
    await using mock = await startMock()
    const response = await fetch(`${mock.url}/v1/embeddings`, embeddingRequest(body))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { param, type: 'invalid_request_error' } })
  })
})
