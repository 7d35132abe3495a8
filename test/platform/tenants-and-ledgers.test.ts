import { describe, expect, test } from 'vitest'
import { requestsOf } from '../../src/model/question.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'

const HEAD = `platform: small
environment: local
components:
  agent:
    kind: service
    route: { listen: "127.0.0.1:\${port.agent}", upstream: "127.0.0.1:4002" }
tenants:
  acme: { key: acme-demo }
  globex: { key: "\${env.KEY}" }
`
const ask = (more: string) => `journeys:
  ask:
    ${more}
    request: { url: "\${agent}/\${tenant.id}", headers: { authorization: "Bearer \${tenant.key}" } }
    good: { status: 200, within: 600ms }
`

function platformOf(text: string) {
  const resolved = resolvePlatform(parsePlatform('small.yaml', HEAD + text), {
    dir: '.',
    env: { KEY: 'globex-key' },
    ports: { agent: 4001 },
    stageDir: '/stage',
    options: {},
  })
  if (!resolved.ok) throw new Error(resolved.problems.map(problem => problem.what).join('\n'))
  return resolved.value
}

describe('tenants', () => {
  test('a journey of all tenants becomes one journey for each, with what is theirs', () => {
    const { journeys } = platformOf(ask('tenants: all')).platform
    expect(
      journeys.map(journey => {
        const [request] = requestsOf(journey)
        return [journey.id, journey.tenant, request?.url, request?.headers.authorization]
      }),
    ).toEqual([
      ['ask@acme', 'acme', 'http://127.0.0.1:4001/acme', 'Bearer acme-demo'],
      ['ask@globex', 'globex', 'http://127.0.0.1:4001/globex', 'Bearer globex-key'],
    ])
  })

  test('a journey of one tenant keeps its name', () => {
    const { journeys } = platformOf(ask('tenant: globex')).platform
    expect(journeys.map(journey => [journey.id, journey.tenant, requestsOf(journey)[0]?.url])).toEqual([
      ['ask', 'globex', 'http://127.0.0.1:4001/globex'],
    ])
  })

  test('a list names those who are meant', () => {
    expect(platformOf(ask('tenants: [globex]')).platform.journeys.map(({ id }) => id)).toEqual(['ask@globex'])
  })

  test('what is theirs is kept, and is a secret where it came from the environment', () => {
    const { platform, secrets } = platformOf(ask('tenants: all'))
    expect(platform.tenants).toEqual([
      { id: 'acme', key: 'acme-demo', quota: undefined },
      { id: 'globex', key: 'globex-key', quota: undefined },
    ])
    expect(secrets).toEqual([{ name: 'KEY', value: 'globex-key' }])
  })
})

describe('ledgers', () => {
  const ledgers = (text: string) => platformOf(`${ask('tenants: all')}ledgers:\n${text}`).platform.ledgers

  test('what a short ledger leaves unsaid is filled in', () => {
    expect(
      ledgers(`  runs:
    write: { request: { url: "\${agent}/w", body: "\${entry.text}" }, status: 201 }
    read: { request: { url: "\${agent}/r" }, items: $.runs, id: $.id }
`),
    ).toEqual([
      {
        id: 'runs',
        name: 'runs',
        tenant: undefined,
        component: undefined,
        write: {
          request: { method: 'POST', url: 'http://127.0.0.1:4001/w', headers: {}, body: `\${entry.text}` },
          acked: { status: 201, json: [] },
          idAt: undefined,
        },
        remove: undefined,
        read: {
          request: { method: 'GET', url: 'http://127.0.0.1:4001/r', headers: {}, body: undefined },
          status: 200,
          itemsAt: '$.runs',
          idAt: '$.id',
          textAt: undefined,
          sumAt: undefined,
          paging: { kind: 'whole' },
        },
        everyMs: 100,
        timeoutMs: 5000,
        maxInFlight: 55,
        settleMs: 2000,
        readWithinMs: 30_000,
        firstPageWithinMs: 10_000,
        duplicatesAllowed: false,
        ifClaimed: false,
      },
    ])
  })

  test('what a full one says is all there, once for each tenant', () => {
    const [acme, globex] = ledgers(`  runs:
    tenants: all
    component: agent
    write: { request: { url: "\${agent}/\${tenant.id}", json: { said: "\${entry.text}" } }, status: 201, json: { $.ok: true }, id: $.id }
    remove: { request: { method: DELETE, url: "\${agent}/w/\${entry.known}" }, status: 204, nth: 10, after: 2s }
    read: { request: { url: "\${agent}/r" }, status: 206, items: $.runs, id: $.id, text: $.said, sum: $.sum, next: $.next, param: after }
    every: 50ms
    timeout: 2s
    maxInFlight: 4
    settle: 0s
    readWithin: 1m
    duplicates: allowed
    when: claimed
`)
    expect(globex).toMatchObject({
      id: 'runs@globex',
      name: 'runs',
      tenant: 'globex',
      write: { request: { url: 'http://127.0.0.1:4001/globex' } },
    })
    expect(acme).toEqual({
      id: 'runs@acme',
      name: 'runs',
      tenant: 'acme',
      component: 'agent',
      write: {
        request: {
          method: 'POST',
          url: 'http://127.0.0.1:4001/acme',
          headers: { 'content-type': 'application/json' },
          body: `{"said":"\${entry.text}"}`,
        },
        acked: { status: 201, json: [{ kind: 'equals', path: '$.ok', value: true }] },
        idAt: '$.id',
      },
      remove: {
        request: { method: 'DELETE', url: `http://127.0.0.1:4001/w/\${entry.known}`, headers: {}, body: undefined },
        acked: { status: 204, json: [] },
        everyNth: 10,
        afterMs: 2000,
      },
      read: {
        request: { method: 'GET', url: 'http://127.0.0.1:4001/r', headers: {}, body: undefined },
        status: 206,
        itemsAt: '$.runs',
        idAt: '$.id',
        textAt: '$.said',
        sumAt: '$.sum',
        paging: { kind: 'cursor', nextAt: '$.next', param: 'after' },
      },
      everyMs: 50,
      timeoutMs: 2000,
      maxInFlight: 4,
      settleMs: 0,
      readWithinMs: 60_000,
      firstPageWithinMs: 60_000,
      duplicatesAllowed: true,
      ifClaimed: true,
    })
  })

  test('a parameter that no page speaks of counts entries', () => {
    const [ledger] = ledgers(`  runs:
    write: { request: { url: "\${agent}/w", body: "\${entry.id}" }, status: 201 }
    read: { request: { url: "\${agent}/r" }, items: $, id: $, param: skip }
`)
    expect(ledger?.read.paging).toEqual({ kind: 'offset', param: 'skip' })
  })
})
