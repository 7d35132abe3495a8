import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFault } from '../../src/mock/fault.ts'
import { readFixtures } from '../../src/mock/fixtures/fixture.ts'
import { startMock, TOKEN } from './support.ts'

const page = readFileSync(new URL('../../docs/mock.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/```json\n(.+?)\n```/gs)].map(([, text = '']) => text)
const [effects = '', faults = '', fixtures = ''] = blocks
const lines = (block: string): readonly unknown[] => block.split('\n').map(line => JSON.parse(line))

describe('what the page about the mock says', () => {
  test.for(lines(effects))('can be done: %j', effect => {
    expect(readFault({ effect })).toHaveProperty('fault')
  })

  test('is every kind there is', () => {
    const wrong = readFault({ effect: { kind: 'x' } })
    const kinds = /one of (.+?), not/.exec('wrong' in wrong ? wrong.wrong : '')?.[1]?.split(', ') ?? []
    expect(new Set(lines(effects).map(effect => (effect as { kind: string }).kind))).toEqual(new Set(kinds))
  })

  test.for(lines(faults))('can be put: %j', fault => {
    expect(readFault(fault)).toHaveProperty('fault')
  })

  test('can be answered', () => {
    expect(readFixtures(JSON.parse(fixtures))).toHaveProperty('fixtures')
  })

  test('can be typed: each of its calls of the control endpoint', async () => {
    await using mock = await startMock()
    const calls = [...page.matchAll(/^curl (?:-X (\w+) )?\$CONTROL(\S+) .*?(?: -d '(.+)')?(?: {2,}.*)?$/gm)]
    expect(calls).toHaveLength(5)
    const answers = calls.map(async ([, method = 'GET', path, body]) => {
      const init = { method, headers: { authorization: `Bearer ${TOKEN}` }, ...(body === undefined ? {} : { body }) }
      return (await fetch(`${mock.controlUrl}${path}`, init)).status
    })
    expect(await Promise.all(answers)).toEqual([200, 200, 200, 200, 204])
  })
})
