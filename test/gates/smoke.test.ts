import { describe, expect, test } from 'vitest'
import { smokeGate } from '../../src/gates/smoke.ts'
import type { Good } from '../../src/model/http.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { type Manner, openShop, type Shop } from '../probes/shop.ts'
import { checkWith, journeyWith, platformWith } from '../support/drill.ts'
import { freePort } from '../support/sockets.ts'

const world = nodeWorld()
const good = { status: 200, withinMs: 2000, json: [{ kind: 'contains', path: '$.answer', text: '30 days' }] } as const

describe('a smoke gate', () => {
  test('passes on a right answer, and says how soon it came', async () => {
    await using shop = await openShop()
    expect(await smokeGate(world, checking(shop), 'health')).toEqual({
      verdict: 'passed',
      detail: expect.stringMatching(/^right answer in \d+ ms$/),
    })
  })

  test.for([
    ['error', /^status: 503 instead of 200: /],
    ['wrong', /^wrong: \$\.answer does not contain .*: it is "never"/],
    ['drop', /^reset: /],
    ['cut', /^truncated: /],
  ] as const satisfies readonly (readonly [Manner, RegExp])[])(
    'fails on %s, and says why',
    async ([manner, detail]) => {
      await using shop = await openShop()
      shop.serve(manner)
      expect(await smokeGate(world, checking(shop), 'health')).toEqual({
        verdict: 'failed',
        detail: expect.stringMatching(detail),
      })
    },
  )

  test('fails on an answer that comes too late, and tells it from one that never comes', async () => {
    await using shop = await openShop()
    shop.serve('answer', { after: 520 })
    const late = await smokeGate(world, checking(shop, { withinMs: 500 }), 'health')
    expect(late).toEqual({ verdict: 'failed', detail: expect.stringMatching(/^slow: \d+ ms instead of 500 ms$/) })
    shop.serve('hang')
    const never = await smokeGate(world, checking(shop, { withinMs: 100 }), 'health')
    expect(never).toEqual({ verdict: 'failed', detail: 'timeout: no answer within 200 ms' })
  })

  test('fails if nobody is there', async () => {
    const platform = checking({ url: `http://127.0.0.1:${await freePort()}/` })
    expect(await smokeGate(world, platform, 'health')).toMatchObject({ verdict: 'failed' })
  })

  test('may ask a journey just once', async () => {
    await using shop = await openShop()
    const journey = journeyWith({ request: request(shop), good })
    expect(await smokeGate(world, platformWith({ journeys: [journey] }), 'ask')).toMatchObject({ verdict: 'passed' })
    expect(shop.customers).toBe(1)
  })

  test('that nobody knows is inconclusive: it cannot have run', async () => {
    expect(await smokeGate(world, platformWith(), 'helth')).toEqual({
      verdict: 'inconclusive',
      detail: 'there is no check or journey called helth',
    })
  })
})

test('a check of several tenants is passed when each one’s is', async () => {
  await using shop = await openShop()
  shop.serve(customer => (customer === 1 ? 'error' : 'answer'))
  const checks = ['acme', 'globex', 'initech'].map(tenant =>
    checkWith({ id: `health@${tenant}`, tenant, request: request(shop), good }),
  )
  const platform = platformWith({ checks })
  expect((await smokeGate(world, platform, 'health')).verdict).toBe('failed')
  expect(shop.customers).toBe(2)
  expect((await smokeGate(world, platform, 'health')).verdict).toBe('passed')
  expect(shop.customers).toBe(5)
})

function checking(shop: Pick<Shop, 'url'>, change: Partial<Good> = {}) {
  return platformWith({
    checks: [checkWith({ id: 'health', request: request(shop), good: { ...good, ...change } })],
  })
}

function request({ url }: Pick<Shop, 'url'>) {
  return { method: 'GET', url, headers: {}, body: undefined }
}
