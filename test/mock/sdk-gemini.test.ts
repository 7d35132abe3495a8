import { FunctionCallingConfigMode, GoogleGenAI, Type } from '@google/genai'
import { OAuth2Client } from 'google-auth-library'
import { describe, expect, test } from 'vitest'
import { ANSWER, always, CONTEXT, QUESTION, startMock } from './support.ts'

const model = 'gemini-3-pro'
const asked = { model, contents: QUESTION, config: { systemInstruction: CONTEXT } }
const lookUp = {
  name: 'look_up_shipping',
  description: 'Looks up where we ship to, and at what cost.',
  parameters: {
    type: Type.OBJECT,
    properties: { country: { type: Type.STRING }, express: { type: Type.BOOLEAN } },
  },
}

function token(): OAuth2Client {
  const client = new OAuth2Client()
  client.setCredentials({ access_token: 'mock', expiry_date: Date.now() + 3_600_000 })
  return client
}

/** The ways in which the SDK reaches Google's models, and what each is to the mock. */
const ways = [
  ['Gemini', 'gemini', (baseUrl: string) => new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl } })],
  [
    'Gemini in its older version',
    'gemini',
    (baseUrl: string) => new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl, apiVersion: 'v1beta' } }),
  ],
  [
    'Vertex with a token',
    'vertex-gemini',
    (baseUrl: string) =>
      new GoogleGenAI({
        vertexai: true,
        project: 'p',
        location: 'us-central1',
        googleAuthOptions: { authClient: token() },
        httpOptions: { baseUrl },
      }),
  ],
  [
    'Vertex with a key',
    'vertex-gemini',
    (baseUrl: string) => new GoogleGenAI({ vertexai: true, apiKey: 'key', httpOptions: { baseUrl } }),
  ],
] as const

describe.for(ways)('the official SDK of Google, by way of %s', ([, dialect, clientOf]) => {
  async function withClient(use: (client: GoogleGenAI) => Promise<void>): Promise<void> {
    await using mock = await startMock()
    await use(clientOf(mock.url))
    expect(new Set((await mock.control.requests()).map(request => request.dialect))).toEqual(new Set([dialect]))
  }

  test('gets an answer with its usage', () =>
    withClient(async client => {
      const response = await client.models.generateContent(asked)
      expect(response.text).toBe(ANSWER)
      expect(response).toMatchObject({
        candidates: [{ content: { role: 'model' }, finishReason: 'STOP', index: 0 }],
        usageMetadata: { promptTokenCount: 78, candidatesTokenCount: 7, totalTokenCount: 85 },
        modelVersion: model,
      })
    }))

  test('streams an answer, the reason of its end last', () =>
    withClient(async client => {
      const chunks = await Array.fromAsync(await client.models.generateContentStream(asked))
      expect(chunks.map(chunk => chunk.text).join('')).toBe(ANSWER)
      const reasons = chunks.map(chunk => chunk.candidates?.[0]?.finishReason)
      expect(reasons.filter(reason => reason !== undefined)).toEqual(['STOP'])
      expect(reasons.at(-1)).toBe('STOP')
      expect(chunks.at(-1)?.usageMetadata).toMatchObject({ candidatesTokenCount: 7, totalTokenCount: 85 })
    }))

  test('its chat helper remembers what was said', () =>
    withClient(async client => {
      const chat = client.chats.create({ model, config: { systemInstruction: CONTEXT } })
      expect((await chat.sendMessage({ message: QUESTION })).text).toBe(ANSWER)
      const last = await chat.sendMessage({ message: 'How long does a refund take?' })
      expect(last.text).toBe('A refund takes five working days.')
      expect(chat.getHistory()).toHaveLength(4)
    }))

  test.for(['unary', 'streamed'])('is asked to call a function, and gets its answer from the result: %s', how =>
    withClient(async client => {
      const contents = [{ role: 'user', parts: [{ text: 'Do you ship express to Norway?' }] }]
      const body = { model, contents, config: { tools: [{ functionDeclarations: [lookUp] }] } }
      const first =
        how === 'unary'
          ? await client.models.generateContent(body)
          : (await Array.fromAsync(await client.models.generateContentStream(body)))[0]
      const call = first?.functionCalls?.[0]
      expect(call).toMatchObject({ name: 'look_up_shipping', args: { country: 'Norway', express: true } })

      const result = {
        functionResponse: { name: 'look_up_shipping', response: { output: 'Express to Norway costs 14 euros.' } },
      }
      const said = first?.candidates?.[0]?.content ?? {}
      const more = { ...body, contents: [...contents, said, { role: 'user', parts: [result] }] }
      expect((await client.models.generateContent(more)).text).toBe('Express to Norway costs 14 euros.')
    }),
  )

  test('is made to call a function, or kept from it', () =>
    withClient(async client => {
      const calling = (mode: FunctionCallingConfigMode, more = {}) =>
        client.models.generateContent({
          ...asked,
          config: {
            ...asked.config,
            tools: [{ functionDeclarations: [lookUp] }],
            toolConfig: { functionCallingConfig: { mode, ...more } },
          },
        })
      expect((await calling(FunctionCallingConfigMode.NONE)).text).toBe(ANSWER)
      const named = await calling(FunctionCallingConfigMode.ANY, { allowedFunctionNames: ['look_up_shipping'] })
      expect(named.functionCalls?.[0]?.name).toBe('look_up_shipping')
    }))

  test('stops where it is told to, and says why', () =>
    withClient(async client => {
      const config = { ...asked.config, maxOutputTokens: 2 }
      const short = await client.models.generateContent({ ...asked, config })
      expect(short).toMatchObject({ candidates: [{ finishReason: 'MAX_TOKENS' }] })
      expect(short.text).toBe('We ship')
    }))

  test('gets embeddings', () =>
    withClient(async client => {
      const embedding = 'gemini-embedding-001'
      const one = await client.models.embedContent({ model: embedding, contents: 'We ship' })
      expect(one.embeddings?.map(each => each.values?.length)).toEqual([3072])
      const config = { outputDimensionality: 16 }
      const two = await client.models.embedContent({ model: embedding, contents: ['We ship', 'to Norway'], config })
      expect(two.embeddings?.map(each => each.values?.length)).toEqual([16, 16])
    }))

  test('counts tokens', () =>
    withClient(async client => {
      expect((await client.models.countTokens({ model, contents: QUESTION })).totalTokens).toBe(11)
    }))

  test('lists models and finds any one by name', () =>
    withClient(async client => {
      const names = (await Array.fromAsync(await client.models.list())).map(each => each.name ?? '')
      expect(names.map(name => name.replace(/.*\//, ''))).toContain(model)
      expect((await client.models.get({ model: 'gemini-of-our-own' })).name).toMatch(/models\/gemini-of-our-own$/)
    }))
})

describe('the official SDK of Google, when something is wrong', () => {
  test('is told so once: it does not try again by itself', async () => {
    await using mock = await startMock()
    await mock.control.put('limit', always({ kind: 'status', status: 429, retryAfterMs: 46_000 }))
    const client = new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: mock.url } })
    const thrown = await client.models.generateContent(asked).catch(error => error)
    expect(thrown).toMatchObject({ name: 'ApiError', status: 429 })
    const { error } = JSON.parse(thrown.message)
    expect(error).toMatchObject({ code: 429, status: 'RESOURCE_EXHAUSTED' })
    expect(error.message).toMatch(/Please retry in 46s\.$/)
    expect(error.details).toMatchObject([
      { violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier' }] },
      { retryDelay: '46s' },
    ])
    expect(await mock.control.requests()).toHaveLength(1)
  })

  test('throws what a stream says in its middle, with a status', async () => {
    await using mock = await startMock()
    await mock.control.put('mid', always({ kind: 'midStreamError', afterChunks: 2 }))
    const client = new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: mock.url } })
    const stream = await client.models.generateContentStream(asked)
    await expect(Array.fromAsync(stream)).rejects.toMatchObject({ name: 'ApiError', status: 503 })
  })

  test('is told that a model is gone, in the words of each', async () => {
    await using mock = await startMock()
    await mock.control.put('gone', always({ kind: 'status', status: 404 }))
    for (const [, , clientOf] of ways) {
      const thrown = await clientOf(mock.url)
        .models.generateContent(asked)
        .catch(error => error)
      expect(JSON.parse(thrown.message).error).toMatchObject({ code: 404, status: 'NOT_FOUND' })
      expect(thrown.message).toMatch(/models\/gemini-3-pro/)
    }
  })
})

describe('the Gemini API', () => {
  const url = '/v1beta/models/gemini-3-pro:generateContent'
  const body = { contents: [{ parts: [{ text: QUESTION }] }] }

  async function post(path: string, body: unknown, headers: Record<string, string> = { 'x-goog-api-key': 'key' }) {
    await using mock = await startMock()
    const response = await fetch(mock.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, value: JSON.parse(await response.text()) }
  }

  test('streams one JSON array to who does not ask for events', async () => {
    const { value } = await post('/v1/models/m:streamGenerateContent', body)
    expect(value.length).toBeGreaterThan(2)
    expect(value.at(-1)).toMatchObject({ candidates: [{ finishReason: 'STOP' }] })
  })

  test('takes the key from the query too', async () => {
    expect(await post(`${url}?key=abc`, body, {})).toMatchObject({ status: 200 })
  })

  test.for([
    ['no key', url, body, {}, 403, 'PERMISSION_DENIED'],
    ['no contents', url, {}, undefined, 400, 'INVALID_ARGUMENT'],
    ['a list', url, [], undefined, 400, 'INVALID_ARGUMENT'],
    ['a role that is none', url, { contents: [{ role: 'boss', parts: [] }] }, undefined, 400, 'INVALID_ARGUMENT'],
    ['a verb that is none', url.replace('generate', 'invent'), body, undefined, 404, 'NOT_FOUND'],
    [
      'a length that is none',
      '/v1/models/m:embedContent',
      { outputDimensionality: -1 },
      undefined,
      400,
      'INVALID_ARGUMENT',
    ],
  ] as const)('refuses %s', async ([, path, body, headers, code, status]) => {
    expect(await post(path, body, headers)).toMatchObject({ status: code, value: { error: { code, status } } })
  })
})
