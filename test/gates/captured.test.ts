import { expect, test } from 'vitest'
import type { Captured } from '../../src/gates/captured.ts'
import { smokeGate } from '../../src/gates/smoke.ts'
import type { Check } from '../../src/model/journey.ts'
import type { Platform } from '../../src/model/platform.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { checkWith, platformWith } from '../support/drill.ts'
import { smallServer } from '../support/small-server.ts'

const world = nodeWorld()
const good = { status: 200, withinMs: 2000, json: [] } as const

test('what one check captures stands in the request of the next', async () => {
  await using desk = await openDesk()
  const checks = [
    checkWith({
      id: 'order',
      request: post(`${desk.url}/orders`, {}),
      good,
      captures: [{ name: 'order', at: '$.id' }],
    }),
    checkWith({
      id: 'look',
      request: { method: 'GET', url: `${desk.url}/orders/\${captured.order}`, headers: {}, body: undefined },
      good: { ...good, json: [{ kind: 'equals', path: '$.id', value: 'a "b"/1' }] },
    }),
  ]
  expect(await asked(platformWith({ checks }), ['order', 'look'])).toEqual([
    { verdict: 'passed', detail: expect.stringMatching(/^right answer in \d+ ms$/) },
    { verdict: 'passed', detail: expect.stringMatching(/^right answer in \d+ ms$/) },
  ])
  expect(desk.asked).toEqual(['POST /orders', 'GET /orders/a%20%22b%22%2F1'])
})

test('a check whose bringer failed is not asked, and says what it lacks', async () => {
  await using desk = await openDesk()
  const checks = [
    checkWith({
      id: 'order',
      request: post(`${desk.url}/orders`, {}),
      good: { ...good, status: 201 },
      captures: [{ name: 'order', at: '$.id' }],
    }),
    checkWith({
      id: 'look',
      request: { method: 'GET', url: `${desk.url}/orders/\${captured.order}`, headers: {}, body: undefined },
      good,
    }),
  ]
  expect(await asked(platformWith({ checks }), ['order', 'look'])).toEqual([
    { verdict: 'failed', detail: expect.stringMatching(/^status: 200 instead of 201/) },
    { verdict: 'inconclusive', detail: 'it was not asked: nothing before it captured order' },
  ])
  expect(desk.asked).toEqual(['POST /orders'])
})

test('an answer without what is to be captured is a wrong answer', async () => {
  await using desk = await openDesk()
  const order = checkWith({
    id: 'order',
    request: post(`${desk.url}/orders`, {}),
    good,
    captures: [{ name: 'order', at: '$.number' }],
  })
  expect(await asked(platformWith({ checks: [order] }), ['order'])).toEqual([
    { verdict: 'failed', detail: 'wrong: there is nothing at $.number' },
  ])
})

test('each tenant uses what was captured for it, and nobody else’s', async () => {
  await using desk = await openDesk()
  const checks = ['acme', 'globex'].flatMap(tenant => [
    checkWith({
      id: `order@${tenant}`,
      tenant,
      request: post(`${desk.url}/orders`, { for: tenant }),
      good,
      captures: [{ name: 'order', at: '$.for' }],
    }),
    checkWith({
      id: `look@${tenant}`,
      tenant,
      request: { method: 'GET', url: `${desk.url}/orders/\${captured.order}`, headers: {}, body: undefined },
      good,
    }),
  ])
  const [, looked] = await asked(platformWith({ checks }), ['order', 'look'])
  expect(looked?.verdict).toBe('passed')
  expect(desk.asked.slice(2)).toEqual(['GET /orders/acme', 'GET /orders/globex'])
})

test('several requests are one check, and what its steps captured is there for those that follow', async () => {
  await using desk = await openDesk()
  const row: Check = {
    id: 'row',
    tenant: undefined,
    captures: [],
    kind: 'steps',
    steps: [
      { request: post(`${desk.url}/orders`, {}), good, captures: [{ name: 'order', at: '$.id' }] },
      {
        request: post(`${desk.url}/notes`, { about: `\${captured.order}` }),
        good: { ...good, json: [{ kind: 'equals', path: '$.about', value: 'a "b"/1' }] },
        captures: [],
      },
    ],
    good: { withinMs: 2000 },
    modeAt: undefined,
  }
  const script = commandCheck(
    `test "\${captured.order}" = 'a "b"/1' && echo "it is \${captured.order}"`,
    'it is a "b"/1',
  )
  expect((await asked(platformWith({ checks: [row, script] }), ['row', 'script'])).map(each => each.verdict)).toEqual([
    'passed',
    'passed',
  ])
})

test('a value that is captured is one word of a command, whatever a shell would make of it', async () => {
  const captured: Captured = new Map([[undefined, new Map([['captured.order', `x'; echo broken; '$(id)`]])]])
  const script = commandCheck(`printf %s '\${captured.order}'`, `x'; echo broken; '$(id)`)
  expect(await smokeGate(world, platformWith({ checks: [script] }), 'script', captured)).toMatchObject({
    verdict: 'passed',
  })
})

test('a command is a check like any other: its end and its words count', async () => {
  const platform = platformWith({
    checks: [
      commandCheck('echo all is well', 'all is well'),
      { ...commandCheck('echo no; exit 3', 'x'), id: 'broken' },
      { ...commandCheck('sleep 5', 'x', 100), id: 'slow' },
    ],
  })
  expect(await asked(platform, ['script', 'broken', 'slow'])).toEqual([
    { verdict: 'passed', detail: expect.stringMatching(/^right answer/) },
    { verdict: 'failed', detail: 'status: exit code 3 instead of 0: no' },
    { verdict: 'failed', detail: 'timeout: not at its end after 200 ms' },
  ])
})

function commandCheck(run: string, output: string, withinMs = 5000): Check {
  return {
    ...{ id: 'script', tenant: undefined, captures: [] },
    ...{ kind: 'command', run, cwd: '.', good: { withinMs, exit: 0, output } },
  }
}

async function asked(platform: Platform, names: readonly string[]) {
  const captured: Captured = new Map()
  const answers = []
  for (const name of names) answers.push(await smokeGate(world, platform, name, captured))
  return answers
}

function post(url: string, body: unknown) {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Takes orders, all under one awkward name, and says back what it was told. */
async function openDesk() {
  const asked: string[] = []
  const server = await smallServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    let body = ''
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      const said = body === '' ? {} : (JSON.parse(body) as object)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id: 'a "b"/1', ...said }))
    })
  })
  return { ...server, asked }
}
