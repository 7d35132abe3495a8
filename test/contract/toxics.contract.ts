import { describe, expect } from 'vitest'
import { request } from './http-client.ts'
import { promisesOf, type Subject } from './subject.ts'

const ALL_TYPES = {
  latency: { latency: 0, jitter: 0 },
  bandwidth: { rate: 0 },
  slow_close: { delay: 0 },
  timeout: { timeout: 0 },
  reset_peer: { timeout: 0 },
  slicer: { average_size: 0, size_variation: 0, delay: 0 },
  limit_data: { bytes: 0 },
  noop: {},
}

/** Toxics over the API: what they are called, in which order they come, what is echoed and what refused. */
export function toxicsContract(subject: Subject): void {
  describe(`the toxics API of ${subject.name}`, () => {
    const promise = promisesOf(subject)

    promise('knows every type and gives all its attributes', async ({ url }) => {
      await makeProxy(url)
      for (const [type, attributes] of Object.entries(ALL_TYPES)) {
        const answer = await request(url, 'POST', '/proxies/a/toxics', { body: { type } })
        const toxic = { attributes, name: `${type}_downstream`, type, stream: 'downstream', toxicity: 1 }
        expect(answer).toMatchObject({ status: 200 })
        expect(answer.json).toEqual(toxic)
        expect((await request(url, 'GET', `/proxies/a/toxics/${type}_downstream`)).json).toEqual(toxic)
      }
      expect(await listed(url)).toEqual(Object.keys(ALL_TYPES).map(type => `${type}_downstream`))
    })

    promise(
      'lists the toxics of the upstream direction first, each direction in the order of creation',
      async ({ url }) => {
        await makeProxy(url)
        for (const [name, stream] of [
          ['1', 'downstream'],
          ['2', 'upstream'],
          ['3', 'downstream'],
          ['4', 'upstream'],
        ]) {
          await request(url, 'POST', '/proxies/a/toxics', { body: { name, stream, type: 'noop' } })
        }
        expect(await listed(url)).toEqual(['2', '4', '1', '3'])
        const { toxics } = (await request(url, 'GET', '/proxies/a')).json as { toxics: { name: string }[] }
        expect(toxics.map(toxic => toxic.name)).toEqual(['2', '4', '1', '3'])
      },
    )

    promise('keeps a stream the way it was spelt', async ({ url }) => {
      await makeProxy(url)
      const answer = await request(url, 'POST', '/proxies/a/toxics', { body: { type: 'latency', stream: 'UPSTREAM' } })
      expect(answer.json).toMatchObject({ name: 'latency_UPSTREAM', stream: 'UPSTREAM' })
    })

    promise('says what is wrong with a toxic it refuses', async ({ url }) => {
      await makeProxy(url)
      const said = async (body: object) => (await request(url, 'POST', '/proxies/a/toxics', { body })).json
      await said({ type: 'latency' })
      expect(await said({ type: 'latency' })).toEqual({ error: 'toxic already exists', status: 409 })
      expect(await said({ type: 'noop', name: 'latency_downstream', stream: 'upstream' })).toEqual({
        error: 'toxic already exists',
        status: 409,
      })
      const badStream = { error: 'stream was invalid, can be either upstream or downstream', status: 400 }
      expect(await said({ type: 'latency', stream: 'sideways' })).toEqual(badStream)
      expect(await said({ type: 'latency', stream: '' })).toEqual(badStream)
      for (const type of ['down', 'Latency', '', 'toString']) {
        expect(await said({ type })).toEqual({ error: 'invalid toxic type', status: 400 })
      }
      const named = { type: 'latency', name: 'x' }
      for (const attributes of ['{"latency":1.5}', '{"latency":1e3}', '{"latency":"100"}', '[]', '5']) {
        const raw = JSON.stringify({ ...named, attributes: 0 }).replace(':0', `:${attributes}`)
        const answer = await request(url, 'POST', '/proxies/a/toxics', { raw })
        expect(answer.json).toEqual({ error: expect.stringMatching(/^bad request body: /), status: 400 })
      }
      expect(await listed(url)).toEqual(['latency_downstream'])
    })

    promise('takes any toxicity, and attributes that clients are known to send', async ({ url }) => {
      await makeProxy(url)
      for (const toxicity of [0, 0.5, 1, 2.5, -1]) {
        const body = {
          name: `t${toxicity}`,
          type: 'latency',
          toxicity,
          attributes: { latency: -5, jitter: -1, other: 3 },
        }
        expect((await request(url, 'POST', '/proxies/a/toxics', { body })).json).toMatchObject({
          toxicity,
          attributes: { latency: -5, jitter: -1 },
        })
      }
      const slicer = { type: 'slicer', attributes: { average_size: 1000, size_variation: 1000, delay: 1000 } }
      expect(await request(url, 'POST', '/proxies/a/toxics', { body: slicer })).toMatchObject({
        status: 200,
        json: slicer,
      })
    })

    promise('updates what is mentioned, with POST and with PATCH, and never name, type or stream', async ({ url }) => {
      await makeProxy(url)
      await request(url, 'POST', '/proxies/a/toxics', {
        body: { type: 'latency', attributes: { latency: 100, jitter: 10 } },
      })
      const path = '/proxies/a/toxics/latency_downstream'
      for (const [method, latency] of [
        ['POST', 200],
        ['PATCH', 300],
      ] as const) {
        const body = { attributes: { latency }, name: 'x', type: 'noop', stream: 'upstream' }
        expect(await request(url, method, path, { body })).toMatchObject({
          status: 200,
          json: {
            name: 'latency_downstream',
            type: 'latency',
            stream: 'downstream',
            toxicity: 1,
            attributes: { latency, jitter: 10 },
          },
        })
        expect((await request(url, method, path, { body: { toxicity: 0.5 } })).json).toMatchObject({
          toxicity: 0.5,
          attributes: { latency, jitter: 10 },
        })
        await request(url, method, path, { body: { toxicity: 1 } })
      }
      expect(await request(url, 'DELETE', path)).toMatchObject({ status: 204, text: '' })
      expect(await listed(url)).toEqual([])
    })

    promise('changes nothing at all when an update of a toxic is refused', async ({ url }) => {
      await makeProxy(url)
      const body = { type: 'latency', attributes: { latency: 100, jitter: 10 } }
      const before = (await request(url, 'POST', '/proxies/a/toxics', { body })).json
      const path = '/proxies/a/toxics/latency_downstream'
      const refused = await request(url, 'PATCH', path, { raw: '{"attributes":{"latency":200,"jitter":"x"}}' })
      expect(refused.status).toBe(400)
      expect((await request(url, 'GET', path)).json).toEqual(before)
    })

    promise('populates: makes what is missing, leaves alone what is there, replaces what differs', async ({ url }) => {
      const first = await request(url, 'POST', '/populate', {
        body: [
          { name: 'a', listen: '127.0.0.1:0', upstream: 'localhost:1' },
          { name: 'b', listen: '127.0.0.1:0', upstream: 'localhost:2' },
        ],
      })
      expect(first.status).toBe(201)
      const { proxies } = first.json as { proxies: { name: string; listen: string }[] }
      expect(proxies.map(proxy => proxy.name)).toEqual(['a', 'b'])
      for (const name of ['a', 'b'])
        await request(url, 'POST', `/proxies/${name}/toxics`, { body: { type: 'latency' } })
      const [a, b] = proxies
      const again = await request(url, 'POST', '/populate', {
        body: [
          { name: 'a', listen: a?.listen, upstream: 'localhost:1' },
          { name: 'b', listen: b?.listen, upstream: 'localhost:3' },
        ],
      })
      expect(again.json).toMatchObject({
        proxies: [
          { name: 'a', listen: a?.listen, upstream: 'localhost:1', toxics: [{ name: 'latency_downstream' }] },
          { name: 'b', listen: b?.listen, upstream: 'localhost:3', toxics: [] },
        ],
      })
    })

    promise('populates nothing if any entry lacks something, and says which', async ({ url }) => {
      const populate = (body: unknown) => request(url, 'POST', '/populate', { body })
      const good = { name: 'a', listen: '127.0.0.1:0', upstream: 'x:1' }
      const answer = await populate([good, { upstream: 'x:1' }])
      expect(answer).toMatchObject({ status: 400, json: { error: 'missing required field: name at proxy 2' } })
      expect(answer.headers['content-type']).toBe('application/json')
      expect(await populate([{ name: 'b' }])).toMatchObject({
        status: 400,
        json: { error: 'missing required field: upstream at proxy 1' },
      })
      expect((await populate(good)).status).toBe(400)
      expect((await request(url, 'GET', '/proxies')).json).toEqual({})
    })

    promise('keeps the entries before one that cannot be populated, and names them', async ({ url }) => {
      const body = [
        { name: 'a', listen: '127.0.0.1:0', upstream: 'x:1' },
        { name: 'b', listen: 'garbage', upstream: 'x:1' },
        { name: 'c', listen: '127.0.0.1:0', upstream: 'x:1' },
      ]
      const answer = await request(url, 'POST', '/populate', { body })
      expect(answer).toMatchObject({ status: 500, json: { error: expect.any(String), proxies: [{ name: 'a' }] } })
      expect(Object.keys((await request(url, 'GET', '/proxies')).json as object)).toEqual(['a'])
    })

    promise('populates an empty list to an empty list', async ({ url }) => {
      expect(await request(url, 'POST', '/populate', { body: [] })).toMatchObject({
        status: 201,
        json: { proxies: [] },
      })
    })
  })
}

async function makeProxy(url: string): Promise<void> {
  await request(url, 'POST', '/proxies', { body: { name: 'a', listen: 'localhost:0', upstream: 'x:1' } })
}

async function listed(url: string): Promise<readonly string[]> {
  const { json } = await request(url, 'GET', '/proxies/a/toxics')
  return (json as { name: string }[]).map(toxic => toxic.name)
}
