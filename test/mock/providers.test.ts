import { expect, test } from 'vitest'
import { type Providers, providers } from '../../src/mock/providers.ts'
import type { MockRequest } from '../../src/mock/request.ts'
import { always } from './support.ts'

function mock(seed = 1): Providers & { readonly told: string[] } {
  const told: string[] = []
  const options = {
    seed,
    firstTokenMs: 0,
    tokensPerSecond: Infinity,
    onTrouble: (sentence: string) => told.push(sentence),
  }
  return { ...providers({ ...options, wallMs: () => 0 }), told }
}

function request(path: string, headers: MockRequest['headers'], body?: object, method = 'POST'): MockRequest {
  return { method, path, query: '', headers, body: new TextEncoder().encode(JSON.stringify(body)) }
}

const bearer = { authorization: 'Bearer key' }
const claude = { 'x-api-key': 'key', 'anthropic-version': '2023-06-01' }
const chat = request('/v1/chat/completions', bearer, { model: 'm', messages: [{ role: 'user', content: 'Hello' }] })

test('a mistake of the caller meets no fault: it would prove nothing', () => {
  const { answer, faults } = mock()
  faults.put('down', always({ kind: 'status', status: 500 }))
  expect(answer(request('/v1/chat/completions', bearer, {})).status).toBe(400)
  expect(answer(request('/v1/chat/completions', {}, {})).status).toBe(401)
  expect(answer(request('/v1/nothing', bearer)).status).toBe(404)
  expect(answer({ ...chat, body: undefined }).status).toBe(413)
  expect(faults.list()).toMatchObject([{ matched: 0, hits: 0 }])
  expect(answer(chat).status).toBe(500)
})

test.for([
  ['a bearer alone', bearer, 'openai'],
  ['no mark at all', {}, 'openai'],
  ['a version', { ...bearer, 'anthropic-version': '2026-10-21' }, 'anthropic'],
  ['a key of its own kind', { 'x-api-key': 'key' }, 'anthropic'],
] as const)('a path that both providers have goes by the headers: %s', ([, headers, dialect]) => {
  const { answer, log } = mock()
  answer(request('/v1/models', headers, undefined, 'GET'))
  expect(log.since(0)[0]?.dialect).toBe(dialect)
})

test('a path that only one provider has goes there, whatever the headers say', () => {
  const { answer, log } = mock()
  answer(request('/v1/messages', bearer, {}))
  expect(answer({ ...chat, headers: { ...bearer, 'x-api-key': 'also' } }).status).toBe(200)
  expect(log.since(0).map(each => each.dialect)).toEqual(['anthropic', 'openai'])
})

test.for([
  [
    '/v1/chat/completion',
    bearer,
    '; did you mean POST /v1/chat/completions? It was taken for openai, which serves POST /v1/chat',
  ],
  [
    '/v1/v1/messages',
    claude,
    '; did you mean POST /v1/messages? It was taken for anthropic, which serves POST /v1/messages',
  ],
  [
    '/favicon.ico/of/something/else/altogether',
    {},
    '. It was taken for openai, which serves POST /v1/chat/completions',
  ],
] as const)('a request that nobody serves is told with what would have been: %s', ([path, headers, rest]) => {
  const { answer, told } = mock()
  expect(answer(request(path, headers)).status).toBe(404)
  expect(told).toEqual([expect.stringContaining(`Nobody here serves POST ${path}${rest}`)])
})

test('the same seed gives the same answers to the same requests, ids and all', () => {
  const said = (seed: number): unknown => {
    const { answer } = mock(seed)
    return [answer(chat), answer(request('/v1/models', claude, undefined, 'GET')), answer(chat)]
  }
  expect(said(7)).toEqual(said(7))
  expect(said(7)).not.toEqual(said(8))
})

test('no two answers have the same id', () => {
  const { answer } = mock()
  const ids = Array.from({ length: 5000 }, () => JSON.parse(String(answer(chat).chunks[0]?.data)).id)
  expect(new Set(ids).size).toBe(5000)
})
