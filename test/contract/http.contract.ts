import { describe, expect } from 'vitest'
import { freePort, listen, tryConnect } from '../support/sockets.ts'
import { request } from './http-client.ts'
import { promisesOf, type Subject } from './subject.ts'

/** The HTTP API, as every client library relies on it. */
export function httpContract(subject: Subject): void {
  describe(`the HTTP API of ${subject.name}`, () => {
    const promise = promisesOf(subject)

    promise('tells a version that clients take for a recent one', async ({ url }) => {
      const answer = await request(url, 'GET', '/version')
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toBe('application/json;charset=utf-8')
      expect(answer.text).toMatch(/^\{"version": "(2\.\d+\.\d+|git)"\}\n$/)
    })

    promise('creates, lists, shows and deletes a proxy', async ({ url }) => {
      expect(await request(url, 'GET', '/proxies')).toMatchObject({ status: 200, json: {} })
      const body = { name: 'a', listen: 'localhost:0', upstream: 'localhost:9' }
      const created = await request(url, 'POST', '/proxies', { body })
      const listens = expect.stringMatching(/^127\.0\.0\.1:\d+$/)
      expect(created.status).toBe(201)
      expect(created.headers['content-type']).toBe('application/json')
      expect(created.json).toEqual({ name: 'a', listen: listens, upstream: 'localhost:9', enabled: true, toxics: [] })
      expect(await request(url, 'GET', '/proxies/a')).toMatchObject({ status: 200, json: created.json })
      expect(await request(url, 'GET', '/proxies')).toMatchObject({ status: 200, json: { a: created.json } })
      const deleted = await request(url, 'DELETE', '/proxies/a')
      expect(deleted).toMatchObject({ status: 204, text: '' })
      expect(await request(url, 'GET', '/proxies')).toMatchObject({ json: {} })
    })

    promise('says what is wrong with a proxy it refuses to create', async ({ url }) => {
      await using taken = await listen()
      await request(url, 'POST', '/proxies', { body: { name: 'a', listen: 'localhost:0', upstream: 'x:1' } })
      const said = async (body: object) => (await request(url, 'POST', '/proxies', { body })).json
      const proxy = { name: 'b', upstream: 'x:1' }
      expect(await said({ upstream: 'x:1' })).toEqual({ error: 'missing required field: name', status: 400 })
      expect(await said({ name: '', upstream: 'x:1' })).toEqual({ error: 'missing required field: name', status: 400 })
      expect(await said({ name: 'b' })).toEqual({ error: 'missing required field: upstream', status: 400 })
      expect(await said({ name: 'a', upstream: 'x:1' })).toEqual({ error: 'proxy already exists', status: 409 })
      expect(await said({ ...proxy, listen: taken.address })).toEqual({
        error: `listen tcp ${taken.address}: bind: address already in use`,
        status: 500,
      })
      expect(await said({ ...proxy, listen: '127.0.0.1' })).toEqual({
        error: 'listen tcp: address 127.0.0.1: missing port in address',
        status: 500,
      })
      expect(await said({ ...proxy, listen: '127.0.0.1:99999' })).toEqual({
        error: expect.stringMatching(/^listen tcp: address 9{5}: invalid port$/),
        status: 500,
      })
      expect(await said({ ...proxy, listen: 'nohost.invalid:1' })).toEqual({
        error: expect.stringMatching(/^listen tcp: lookup nohost\.invalid.*no such host$/),
        status: 500,
      })
      expect(Object.keys((await request(url, 'GET', '/proxies')).json as object)).toEqual(['a'])
    })

    promise(
      'takes the first JSON value of a body, whatever follows it and whatever its keys are spelt like',
      async ({ url }) => {
        const create = (raw: string) => request(url, 'POST', '/proxies', { raw })
        expect(await create('')).toMatchObject({ status: 400, json: { error: 'bad request body: EOF' } })
        expect(await create('{"name"')).toMatchObject({
          status: 400,
          json: { error: 'bad request body: unexpected EOF' },
        })
        expect((await create('not json')).json).toEqual({
          error: expect.stringMatching(/^bad request body: /),
          status: 400,
        })
        expect((await create('{"name":5}')).json).toEqual({
          error: expect.stringMatching(/^bad request body: json: cannot unmarshal number/),
          status: 400,
        })
        const proxy =
          '{"Name":"a","LISTEN":null,"listen":"127.0.0.1:0","upstream":"x:1","enabled":null,"more":[1]} trailing'
        expect(await create(proxy)).toMatchObject({ status: 201, json: { name: 'a', enabled: true } })
      },
    )

    promise('answers 404 for what is not there', async ({ url }) => {
      await request(url, 'POST', '/proxies', { body: { name: 'a', listen: 'localhost:0', upstream: 'x:1' } })
      const noProxy = { status: 404, json: { error: 'proxy not found', status: 404 } }
      const noToxic = { status: 404, json: { error: 'toxic not found', status: 404 } }
      expect(await request(url, 'GET', '/proxies/b')).toMatchObject(noProxy)
      expect(await request(url, 'POST', '/proxies/b', { body: {} })).toMatchObject(noProxy)
      expect(await request(url, 'DELETE', '/proxies/b')).toMatchObject(noProxy)
      expect(await request(url, 'GET', '/proxies/b/toxics')).toMatchObject(noProxy)
      expect(await request(url, 'POST', '/proxies/b/toxics', { body: { type: 'noop' } })).toMatchObject(noProxy)
      expect(await request(url, 'GET', '/proxies/b/toxics/t')).toMatchObject(noProxy)
      expect(await request(url, 'GET', '/proxies/a/toxics/t')).toMatchObject(noToxic)
      expect(await request(url, 'POST', '/proxies/a/toxics/t', { body: {} })).toMatchObject(noToxic)
      expect(await request(url, 'DELETE', '/proxies/a/toxics/t')).toMatchObject(noToxic)
      expect(await request(url, 'GET', '/nothing')).toMatchObject({ status: 404, text: '404 page not found\n' })
      expect(await request(url, 'GET', '/proxies/a/')).toMatchObject({ status: 404, text: '404 page not found\n' })
    })

    promise('answers 405 without a body for the wrong method', async ({ url }) => {
      for (const [method, path] of [
        ['PUT', '/proxies'],
        ['DELETE', '/proxies'],
        ['GET', '/reset'],
        ['OPTIONS', '/proxies'],
        ['GET', '/populate'],
      ] as const) {
        expect(await request(url, method, path)).toMatchObject({ status: 405, text: '' })
      }
    })

    promise('sends untidy paths to the tidy ones', async ({ url }) => {
      const answer = await request(url, 'GET', '//proxies')
      expect(answer.status).toBe(301)
      expect(answer.headers.location).toBe('/proxies')
      expect((await request(url, 'GET', '/x/../version')).headers.location).toBe('/version')
    })

    promise('gives each request an id, and turns browsers away', async ({ url }) => {
      const { headers } = await request(url, 'GET', '/proxies')
      expect(headers['x-toxiproxy-request-id']).toMatch(/^\w{20}$/)
      const browser = await request(url, 'GET', '/proxies', { headers: { 'user-agent': 'Mozilla/5.0 (X11)' } })
      expect(browser).toMatchObject({ status: 403, text: 'User agent not allowed\n' })
      expect((await request(url, 'GET', '/proxies', { headers: { 'user-agent': 'mozilla/5.0' } })).status).toBe(200)
      expect((await request(url, 'GET', '/nothing')).headers['x-toxiproxy-request-id']).toBeUndefined()
    })

    promise('updates with POST and with PATCH, and keeps what is not mentioned', async ({ url }) => {
      const body = { name: 'a', listen: 'localhost:0', upstream: 'localhost:9' }
      const { listen: place } = (await request(url, 'POST', '/proxies', { body })).json as { listen: string }
      const proxy = { name: 'a', listen: place, upstream: 'localhost:9', enabled: true, toxics: [] }
      for (const method of ['POST', 'PATCH']) {
        expect(await request(url, method, '/proxies/a', { body: {} })).toMatchObject({ status: 200, json: proxy })
        expect(
          await request(url, method, '/proxies/a', { body: { name: 'b', enabled: null, upstream: null } }),
        ).toMatchObject({ status: 200, json: proxy })
        expect(await request(url, method, '/proxies/a', { body: { upstream: 'localhost:10' } })).toMatchObject({
          json: { ...proxy, upstream: 'localhost:10' },
        })
        expect(await request(url, method, '/proxies/a', { body: { upstream: 'localhost:9' } })).toMatchObject({
          json: proxy,
        })
      }
    })

    promise('refuses connections while disabled and comes back on the same port', async ({ url }) => {
      const body = { name: 'a', listen: 'localhost:0', upstream: 'localhost:9' }
      const { listen: place } = (await request(url, 'POST', '/proxies', { body })).json as { listen: string }
      expect(await tryConnect(place)).toBe('connected')
      const off = await request(url, 'PATCH', '/proxies/a', { body: { enabled: false } })
      expect(off).toMatchObject({ status: 200, json: { listen: place, enabled: false } })
      expect(await tryConnect(place)).toBe('ECONNREFUSED')
      const on = await request(url, 'PATCH', '/proxies/a', { body: { enabled: true } })
      expect(on).toMatchObject({ status: 200, json: { listen: place, enabled: true } })
      expect(await tryConnect(place)).toBe('connected')
    })

    promise('keeps the listen of a disabled proxy as given until it is enabled', async ({ url }) => {
      const port = await freePort()
      const body = { name: 'a', listen: `localhost:${port}`, upstream: 'localhost:9', enabled: false }
      expect((await request(url, 'POST', '/proxies', { body })).json).toMatchObject({
        listen: `localhost:${port}`,
        enabled: false,
      })
      expect((await request(url, 'POST', '/proxies/a', { body: { enabled: true } })).json).toMatchObject({
        listen: `127.0.0.1:${port}`,
        enabled: true,
      })
    })

    promise('moves to another port when told to', async ({ url }) => {
      const body = { name: 'a', listen: 'localhost:0', upstream: 'localhost:9' }
      const { listen: before } = (await request(url, 'POST', '/proxies', { body })).json as { listen: string }
      const listen = `127.0.0.1:${await freePort()}`
      expect((await request(url, 'PATCH', '/proxies/a', { body: { listen } })).json).toMatchObject({
        listen,
        enabled: true,
      })
      expect(await tryConnect(before)).toBe('ECONNREFUSED')
      expect(await tryConnect(listen)).toBe('connected')
    })

    promise('leaves everything as it was when an update cannot be done', async ({ url }) => {
      await using taken = await listen()
      const body = { name: 'a', listen: 'localhost:0', upstream: 'localhost:9' }
      const before = (await request(url, 'POST', '/proxies', { body })).json as { listen: string }
      for (const listen of [taken.address, 'garbage', 'nohost.invalid:1', '127.0.0.1:99999']) {
        const failed = await request(url, 'PATCH', '/proxies/a', { body: { listen, upstream: 'localhost:10' } })
        expect(failed).toMatchObject({ status: 500, json: { error: expect.any(String), status: 500 } })
        expect((await request(url, 'GET', '/proxies/a')).json).toEqual(before)
        expect(await tryConnect(before.listen)).toBe('connected')
      }
    })

    promise('resets: every proxy enabled, every toxic gone, every proxy still there', async ({ url }) => {
      for (const name of ['a', 'b']) {
        await request(url, 'POST', '/proxies', { body: { name, listen: 'localhost:0', upstream: 'x:1' } })
        await request(url, 'POST', `/proxies/${name}/toxics`, { body: { type: 'latency' } })
      }
      await request(url, 'PATCH', '/proxies/b', { body: { enabled: false } })
      expect(await request(url, 'POST', '/reset', { raw: 'ignored' })).toMatchObject({ status: 204, text: '' })
      expect((await request(url, 'GET', '/proxies')).json).toMatchObject({
        a: { enabled: true, toxics: [] },
        b: { enabled: true, toxics: [] },
      })
    })

    promise('answers any number of requests over one connection', async ({ url }) => {
      for (let round = 0; round < 20; round++) expect((await fetch(`${url}/proxies`)).status).toBe(200)
    })

    promise('has no metrics unless asked for', async ({ url }) => {
      expect(await request(url, 'GET', '/metrics')).toMatchObject({ status: 404, text: '404 page not found\n' })
    })
  })
}
