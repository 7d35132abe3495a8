import { once } from 'node:events'
import http from 'node:http'
import { describe, expect, test } from 'vitest'
import type { MockFault } from '../../src/mock/fault.ts'
import { always, chatRequest, messagesRequest, startMock, TOKEN } from './support.ts'

const fault: MockFault = {
  match: { dialect: 'openai' },
  shareRatio: 0.5,
  ttlMs: 60_000,
  effect: { kind: 'status', status: 429 },
}
const withToken = { authorization: `Bearer ${TOKEN}` }

interface Answer {
  readonly status: number | undefined
  readonly body: string
}

/** A request with headers that fetch would not let us choose. */
function send(
  base: string,
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders,
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), { method, headers, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', part => {
        text += part
      })
      response.once('end', () => resolve({ status: response.statusCode, body: text }))
    })
    request.once('error', reject)
    request.end(body)
  })
}

describe('who may use the control endpoint', () => {
  test.for([
    ['nobody without a token', {}, 401],
    ['nobody with another token', { authorization: 'Bearer another' }, 401],
    ['nobody with the token in another scheme', { authorization: `Basic ${TOKEN}` }, 401],
    ['nobody with the start of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401],
    ['no web page, whatever it knows', { ...withToken, origin: 'https://example.com' }, 403],
    ['no page that calls itself local', { ...withToken, origin: 'http://127.0.0.1' }, 403],
    ['no page of no origin', { ...withToken, origin: 'null' }, 403],
    ['nobody who was led here by a name', { ...withToken, host: 'mock.example.com' }, 403],
    ['nobody who was led here by a name that looks local', { ...withToken, host: 'localhost.example.com:80' }, 403],
    ['whoever has the token', withToken, 200],
    ['whoever has the token, by the name localhost', { ...withToken, host: 'localhost:1234' }, 200],
    ['whoever has the token, by an IPv6 address', { ...withToken, host: '[::1]:1234' }, 200],
  ] as const)('%s', async ([, headers, status]) => {
    await using mock = await startMock()
    for (const path of ['/health', '/faults', '/requests', '/stats', '/nothing']) {
      const expected = path === '/nothing' && status === 200 ? 404 : status
      expect((await send(mock.controlUrl, 'GET', path, headers)).status).toBe(expected)
    }
    const put = await send(mock.controlUrl, 'PUT', '/faults/one', headers, JSON.stringify(fault))
    expect(put.status).toBe(status)
    expect(await mock.control.faults()).toHaveLength(status === 200 ? 1 : 0)
  })

  test('a refusal is JSON and does not tell the token', async () => {
    await using mock = await startMock()
    const { body } = await send(mock.controlUrl, 'GET', '/faults', { authorization: 'Bearer wrong' })
    expect(JSON.parse(body)).toEqual({
      error: expect.stringContaining('the control endpoint needs "Authorization: Bearer TOKEN"'),
    })
    expect(body).not.toContain(TOKEN)
  })

  test('the providers know nothing of it, and it knows nothing of them', async () => {
    await using mock = await startMock()
    expect((await fetch(`${mock.url}/faults`, { headers: withToken })).status).toBe(404)
    expect((await fetch(`${mock.controlUrl}/v1/models`, { headers: withToken })).status).toBe(404)
  })
})

describe('the control endpoint', () => {
  test('puts, lists, renews and clears a fault, each as often as one likes', async () => {
    await using mock = await startMock()
    const put = () => send(mock.controlUrl, 'PUT', '/faults/storm', withToken, JSON.stringify(fault))
    expect(await put()).toEqual({ status: 200, body: '{"id":"storm"}' })
    expect((await put()).status).toBe(200)
    const listed = await send(mock.controlUrl, 'GET', '/faults', withToken)
    expect(JSON.parse(listed.body)).toEqual({
      faults: [{ id: 'storm', fault, matched: 0, hits: 0, endsInMs: expect.any(Number) }],
    })
    const clear = () => send(mock.controlUrl, 'DELETE', '/faults/storm', withToken)
    expect([await clear(), await clear()]).toEqual([
      { status: 204, body: '' },
      { status: 204, body: '' },
    ])
    expect(await mock.control.faults()).toEqual([])
  })

  test.for([
    ['no JSON', '{', 'the body is not JSON'],
    ['an unknown effect', JSON.stringify({ ...fault, effect: { kind: 'explode' } }), 'effect'],
    ['a share above one', JSON.stringify({ ...fault, shareRatio: 50 }), 'shareRatio'],
    ['no effect', JSON.stringify({ ...fault, effect: undefined }), 'effect is missing'],
    ['a status that is no error', JSON.stringify(always({ kind: 'status', status: 200 })), 'status'],
    ['a key that does not exist', JSON.stringify({ ...fault, share: 1 }), '"share"'],
    ['an unknown dialect', JSON.stringify({ ...fault, match: { dialect: 'klingon' } }), 'dialect'],
  ] as const)('refuses %s, says why, and changes nothing', async ([, body, why]) => {
    await using mock = await startMock()
    const refused = await send(mock.controlUrl, 'PUT', '/faults/bad', withToken, body)
    expect(refused.status).toBe(400)
    expect(JSON.parse(refused.body).error).toContain(why)
    expect(await mock.control.faults()).toEqual([])
  })

  test('refuses a body that no fault can have', async () => {
    await using mock = await startMock()
    expect((await send(mock.controlUrl, 'PUT', '/faults/big', withToken, 'x'.repeat(200_000))).status).toBe(413)
  })

  test.for(['a/b', '', '%00', 'x'.repeat(201)])('refuses the name "%s" for a fault', async id => {
    await using mock = await startMock()
    const { status } = await send(mock.controlUrl, 'PUT', `/faults/${id}`, withToken, JSON.stringify(fault))
    expect(status).toBe(404)
  })

  test('says what it serves when asked for something else', async () => {
    await using mock = await startMock()
    const { status, body } = await send(mock.controlUrl, 'POST', '/faults', withToken)
    expect(status).toBe(404)
    expect(JSON.parse(body).error).toContain('PUT /faults/{id}')
  })

  test.for(['//', '/%', '/faults/%ff', '*', '/?since='])('is not upset by the path "%s"', async path => {
    await using mock = await startMock()
    const { port } = new URL(mock.controlUrl)
    const options = { port, path, headers: withToken, agent: false }
    const [response] = await once(http.get(options), 'response')
    response.resume()
    expect(response.statusCode).toBe(404)
    expect(await mock.control.faults()).toEqual([])
  })

  test('tells what came in since a request, without a word of what was said', async () => {
    await using mock = await startMock()
    await fetch(`${mock.url}/v1/chat/completions`, chatRequest({ stream: true }))
    await fetch(`${mock.url}/v1/messages`, messagesRequest({}, { authorization: '', 'x-api-key': 'sk-secret' }))
    const { body } = await send(mock.controlUrl, 'GET', '/requests?since=1', withToken)
    expect(JSON.parse(body)).toEqual({
      requests: [
        {
          seq: 2,
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          dialect: 'anthropic',
          method: 'POST',
          path: '/v1/messages',
          model: 'claude-opus-4-6',
          status: 200,
          streamed: false,
          attempt: null,
          fault: null,
          addedMs: null,
        },
      ],
    })
    const all = await send(mock.controlUrl, 'GET', '/requests', withToken)
    expect(JSON.parse(all.body).requests).toHaveLength(2)
    for (const secret of ['sk-secret', 'Norway', 'Fjord', 'countries']) expect(all.body).not.toContain(secret)
  })

  test.for(['x', '-1', '1.5'])('refuses "since=%s"', async since => {
    await using mock = await startMock()
    expect((await send(mock.controlUrl, 'GET', `/requests?since=${since}`, withToken)).status).toBe(400)
  })

  test('sums up by dialect and by fault', async () => {
    await using mock = await startMock()
    await mock.control.put('limit', always({ kind: 'status', status: 429 }, { firstN: 1 }))
    for (const stream of [false, false, true]) {
      await (await fetch(`${mock.url}/v1/chat/completions`, chatRequest({ stream }))).text()
    }
    await mock.control.clear('limit')
    const { body } = await send(mock.controlUrl, 'GET', '/stats', withToken)
    expect(JSON.parse(body)).toEqual({
      dialects: { openai: { requests: 3, streamed: 1, byStatus: { 200: 2, 429: 1 } } },
      faults: { limit: { matched: 3, hits: 1 } },
      forwarded: null,
    })
  })
})
