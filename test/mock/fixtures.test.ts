import { describe, expect, test } from 'vitest'
import { type Fixture, readFixtures } from '../../src/mock/fixtures/fixture.ts'
import { ANSWER, always, chatRequest, generateRequest, messagesRequest, startMock } from './support.ts'

const CHAT = '/v1/chat/completions'
const hello: Fixture = { match: { says: '\\bcountries\\b' }, answer: { text: 'To all of them.' } }

async function ask(fixtures: readonly Fixture[], path: string, init: RequestInit, more: object = {}) {
  const told: string[] = []
  await using mock = await startMock({ fixtures, onTrouble: sentence => told.push(sentence), ...more })
  const response = await fetch(mock.url + path, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, told, requests: await mock.control.requests() }
}

describe('a fixed answer', () => {
  test.for([
    ['a chat', CHAT, chatRequest(), { choices: [{ message: { content: 'To all of them.' } }] }],
    [
      'a message',
      '/v1/messages',
      messagesRequest(),
      { content: [{ text: 'To all of them.' }], stop_reason: 'end_turn' },
    ],
    [
      'content',
      '/v1/models/m:generateContent',
      generateRequest(),
      { candidates: [{ content: { parts: [{ text: 'To all of them.' }] } }] },
    ],
  ] as const)('is said in the words of each provider: %s', async ([, path, init, body]) => {
    expect(JSON.parse((await ask([hello], path, init)).text)).toMatchObject(body)
  })

  test('may be a call of a tool', async () => {
    const fixtures = [{ match: {}, answer: { tool: 'ship', input: { to: 'Norway' } } }]
    const { choices } = JSON.parse((await ask(fixtures, CHAT, chatRequest())).text)
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls' })
    expect(choices[0].message.tool_calls[0].function).toEqual({ name: 'ship', arguments: '{"to":"Norway"}' })
  })

  test('is the first that fits, and no other', async () => {
    const said = async (match: Fixture['match']): Promise<string> => {
      const fixtures = [{ match, answer: { text: 'fixed' } }]
      return JSON.parse((await ask(fixtures, CHAT, chatRequest({ user: 'acme' }))).text).choices[0].message.content
    }
    expect(await said({ model: 'gpt-5.2', path: '/v1/*', dialect: 'openai', tenant: 'acme' })).toBe('fixed')
    for (const match of [
      { model: 'x' },
      { path: '/v2/*' },
      { dialect: 'gemini' as const },
      { tenant: 'x' },
      { says: 'refund' },
    ]) {
      expect(await said(match)).toBe(ANSWER)
    }
  })

  test('may be a whole answer as it goes over the wire', async () => {
    const json = { id: 'x', choices: [] }
    const fixtures = [{ match: {}, answer: { status: 203, headers: { 'x-from': 'fixture' }, json } }]
    const { status, headers, text } = await ask(fixtures, CHAT, chatRequest())
    expect([status, headers.get('x-from'), JSON.parse(text)]).toEqual([203, 'fixture', json])
  })

  test('may be recorded, with its pieces and how it ended', async () => {
    const chunks = [
      { afterMs: 0, text: 'data: 1\n\n' },
      { afterMs: 1, base64: Buffer.from('data: 2\n\n').toString('base64') },
    ]
    const answer = { status: 200, headers: { 'content-type': 'text/event-stream' }, chunks }
    expect((await ask([{ match: {}, answer }], CHAT, chatRequest())).text).toBe('data: 1\n\ndata: 2\n\n')
    await expect(ask([{ match: {}, answer: { ...answer, ending: 'reset' } }], CHAT, chatRequest())).rejects.toThrow()
  })

  test('answers a path that nobody serves', async () => {
    const fixtures = [
      { match: { path: '/v1/moderations', method: 'POST' }, answer: { status: 200, json: { results: [] } } },
    ]
    const { status, told } = await ask(fixtures, '/v1/moderations', chatRequest())
    expect([status, told]).toEqual([200, []])
    expect((await ask(fixtures, '/v1/images', chatRequest())).status).toBe(404)
  })

  test('meets faults as any other does', async () => {
    await using mock = await startMock({ fixtures: [hello] })
    await mock.control.put('worse', always({ kind: 'degrade', how: 'untrue' }))
    const response = await fetch(mock.url + CHAT, chatRequest())
    expect(JSON.parse(await response.text()).choices[0].message.content).toBe('It is not so that to all of them.')
    await mock.control.put('worse', always({ kind: 'wrongModel', model: 'other', admitted: true }))
    const other = JSON.parse(await (await fetch(mock.url + CHAT, chatRequest())).text())
    expect(other).toMatchObject({ model: 'other', choices: [{ message: { content: ANSWER } }] })
  })
})

describe('with fixtures only', () => {
  test('a request that none fits gets the 404 of its provider, and it is told what came and what there was', async () => {
    const fixtures = [
      { ...hello, name: 'countries', match: { says: 'refund' } },
      { ...hello, match: { model: 'x' } },
    ]
    const { status, text, told } = await ask(fixtures, CHAT, chatRequest(), { fixturesOnly: true })
    expect(status).toBe(404)
    expect(JSON.parse(text).error.code).toBe('unknown_url')
    expect(told).toEqual([
      'No fixture fits POST /v1/chat/completions for gpt-5.2 that asks "Which countries do you ship to?". There are: countries, {"model":"x"}.',
    ])
  })
})

test('what is no fixture is refused, with the reason', () => {
  expect(readFixtures([{ match: { says: '(' }, answer: { text: 'x' } }])).toEqual({
    wrong: '"(" is no regular expression',
  })
  expect(readFixtures([{ match: {}, answer: {} }])).toHaveProperty('wrong')
  expect(readFixtures({})).toHaveProperty('wrong')
})
