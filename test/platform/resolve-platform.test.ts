import { describe, expect, test } from 'vitest'
import { requestsOf } from '../../src/model/question.ts'
import type { Given } from '../../src/platform/fill.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import type { ResolvedPlatform } from '../../src/platform/resolve-platform.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'

const GIVEN: Given = {
  dir: '/platforms/small',
  env: { KEY: 'acme-key', QUOTED: `a"b'c` },
  ports: { agent: 4001, origin: 4002 },
  stageDir: '/reports/a b/stage',
  options: {},
}

const SMALL = {
  head: 'platform: small\nenvironment: local\n',
  components: `components:
  agent:
    kind: service
    route: { listen: "127.0.0.1:\${port.agent}", upstream: "127.0.0.1:\${port.origin}" }
`,
  journeys: `journeys:
  ask:
    request: { url: "\${agent}/ask" }
    good: { status: 200, within: 600ms }
`,
}

function resolve(text: string, given: Partial<Given> = {}): ResolvedPlatform {
  const resolved = resolvePlatform(parsePlatform('small.yaml', text), { ...GIVEN, ...given })
  if (!resolved.ok) throw new Error(resolved.problems.map(problem => problem.what).join('\n'))
  return resolved.value
}

function problemsOf(text: string, given: Partial<Given> = {}): readonly string[] {
  const resolved = resolvePlatform(parsePlatform('small.yaml', text), { ...GIVEN, ...given })
  return resolved.ok ? [] : resolved.problems.map(({ line, column, code, what }) => `${line}:${column} ${code} ${what}`)
}

const withJourney = (request: string, more = '') =>
  `${SMALL.head}${SMALL.components}journeys:\n  ask:\n    request: ${request}\n    good: { status: 200, within: 600ms }\n${more}`

function requestIn({ platform }: Pick<ResolvedPlatform, 'platform'>) {
  return platform.journeys.flatMap(requestsOf)[0]
}

test('what a short file leaves unsaid is filled in', () => {
  expect(resolve(Object.values(SMALL).join(''))).toEqual({
    platform: {
      name: 'small',
      file: 'small.yaml',
      dir: '/platforms/small',
      environment: 'local',
      toxiproxy: { kind: 'embedded' },
      stage: undefined,
      components: [
        {
          id: 'agent',
          kind: 'service',
          dialect: undefined,
          route: { listen: '127.0.0.1:4001', upstream: { kind: 'address', address: '127.0.0.1:4002' } },
          process: undefined,
          container: undefined,
          region: undefined,
          folder: undefined,
          dependsOn: [],
          owner: undefined,
          tier: undefined,
          targets: { rtoMs: undefined, rpoMs: undefined },
          failover: undefined,
          backup: undefined,
          drillEveryMs: undefined,
          largest: undefined,
          tombstones: undefined,
          store: undefined,
        },
      ],
      journeys: [
        {
          id: 'ask',
          kind: 'http',
          tenant: undefined,
          component: undefined,
          request: { method: 'GET', url: 'http://127.0.0.1:4001/ask', headers: {}, body: undefined },
          good: { status: 200, withinMs: 600, json: [] },
          modeAt: undefined,
          everyMs: 100,
          timeoutMs: 1200,
          maxInFlight: 17,
          stable: 5,
        },
      ],
      checks: [],
      golden: [],
      specs: [],
      signals: [],
      tenants: [],
      canaries: [],
      intruders: [],
      outlets: [],
      ledgers: [],
      people: {},
      runbooks: { environment: {} },
      custom: [],
      atMost: { components: undefined, shareRatio: undefined, durationMs: undefined },
      prometheus: undefined,
    },
    secrets: [],
  })
})

test('what a full file says is all there', () => {
  const { platform } = resolve(`platform: full
environment: staging
network: { toxiproxy: "http://127.0.0.1:8474" }
stage: { up: "node up.ts", ready: "\${agent}/health", within: 5s }
components:
  agent:
    kind: model-provider
    dialect: openai
    driver: pgvector
    connect: postgres://127.0.0.1/x
    route: { listen: "127.0.0.1:\${port.agent}", upstream: mock }
    dependsOn: [store]
    owner: agents
    tier: 0
    targets: { rto: 1m, rpo: 0s }
    failover: none
    backup: { how: nightly, every: 24h, runbook: restore.md }
    drill: { every: 30d }
    largest: 100GB
    tombstones: erased.txt
  store: { kind: vector-store }
journeys:
  ask:
    request: { method: PUT, url: "\${agent}/ask", headers: { x-a: b }, body: hello }
    good:
      status: 201
      within: 2s
      json: { $.a: 1, $.b: null, $.c: { contains: x }, $.d: { exists: false }, $.e: { equals: { f: [1] } } }
    mode: $.degraded
    every: 1s
    timeout: 4s
    maxInFlight: 3
    stable: 2
checks:
  health: { request: { url: "\${agent}/health" }, good: { status: 200, within: 1s } }
signals:
  down: { request: { url: "\${agent}/health" }, when: { $.down: true } }
  slow: { request: { url: "\${agent}/health" }, when: { "$.modes[0]": slow }, every: 50ms }
  paged: { received: { at: "http://127.0.0.1:4003/a", when: { $.on: true } }, role: communicated }
  alerted:
    received:
      at: http://127.0.0.1:4003/b
      each: $.alerts
      headers: { X-Team: "\${env.KEY}" }
      when: { $.status: firing }
      off: { $.status: resolved }
ledgers:
  runs:
    write: { request: { url: "\${agent}/w", json: { said: "\${entry.text}" } }, status: 201 }
    read: { request: { url: "\${agent}/r" }, items: $.runs, id: $.id }
people:
  commander: on call
  leads: { agents: the agent team }
communication: { firstNotice: 15m, assessment: 1h, updates: 1h, report: 48h }
`)
  expect(platform.toxiproxy).toEqual({ kind: 'url', url: 'http://127.0.0.1:8474' })
  expect(platform.stage).toEqual({ up: 'node up.ts', ready: 'http://127.0.0.1:4001/health', readyWithinMs: 5000 })
  expect(platform.components[0]).toEqual({
    id: 'agent',
    kind: 'model-provider',
    dialect: 'openai',
    route: { listen: '127.0.0.1:4001', upstream: { kind: 'mock' } },
    dependsOn: ['store'],
    owner: 'agents',
    tier: 0,
    targets: { rtoMs: 60_000, rpoMs: 0 },
    failover: 'none',
    backup: { how: 'nightly', everyMs: 86_400_000, runbook: 'restore.md' },
    drillEveryMs: 2_592_000_000,
    largest: '100GB',
    tombstones: 'erased.txt',
    store: {
      driver: 'pgvector',
      connect: 'postgres://127.0.0.1/x',
      collection: 'agent',
      fields: { id: 'id', tenant: undefined, vector: undefined, payload: undefined, written: undefined },
    },
  })
  expect(platform.journeys[0]).toEqual({
    id: 'ask',
    kind: 'http',
    tenant: undefined,
    component: undefined,
    request: { method: 'PUT', url: 'http://127.0.0.1:4001/ask', headers: { 'x-a': 'b' }, body: 'hello' },
    good: {
      status: 201,
      withinMs: 2000,
      json: [
        { kind: 'equals', path: '$.a', value: 1 },
        { kind: 'equals', path: '$.b', value: null },
        { kind: 'contains', path: '$.c', text: 'x' },
        { kind: 'exists', path: '$.d', exists: false },
        { kind: 'equals', path: '$.e', value: { f: [1] } },
      ],
    },
    modeAt: '$.degraded',
    everyMs: 1000,
    timeoutMs: 4000,
    maxInFlight: 3,
    stable: 2,
  })
  expect(platform.checks.map(check => check.id)).toEqual(['health'])
  expect(platform.signals).toMatchObject([
    { id: 'down', kind: 'polled', when: [{ kind: 'equals', path: '$.down', value: true }], everyMs: 250 },
    { id: 'slow', kind: 'polled', when: [{ kind: 'equals', path: '$.modes[0]', value: 'slow' }], everyMs: 50 },
    {
      ...{ id: 'paged', kind: 'received', at: 'http://127.0.0.1:4003/a', each: undefined, headers: [], off: undefined },
      ...{ role: 'communicated', when: [{ kind: 'equals', path: '$.on', value: true }] },
    },
    {
      ...{ id: 'alerted', kind: 'received', at: 'http://127.0.0.1:4003/b', each: '$.alerts', role: 'detected' },
      headers: [{ kind: 'equals', path: 'x-team', value: 'acme-key' }],
      when: [{ kind: 'equals', path: '$.status', value: 'firing' }],
      off: [{ kind: 'equals', path: '$.status', value: 'resolved' }],
    },
  ])
  expect(platform.ledgers.map(ledger => ledger.id)).toEqual(['runs'])
  expect(platform.people).toEqual({ commander: 'on call', 'leads.agents': 'the agent team' })
})

test.each([
  ['', { kind: 'embedded' }],
  ['embedded', { kind: 'embedded' }],
  ['binary', { kind: 'binary', file: 'toxiproxy-server' }],
  ['{ binary: tools/toxiproxy }', { kind: 'binary', file: 'tools/toxiproxy' }],
  ['container', { kind: 'container', image: 'ghcr.io/shopify/toxiproxy:2.12.0' }],
  ['{ container: "registry.example/toxiproxy:2" }', { kind: 'container', image: 'registry.example/toxiproxy:2' }],
  ['"https://toxiproxy.staging:8474"', { kind: 'url', url: 'https://toxiproxy.staging:8474' }],
])('"toxiproxy: %s" is %j', (written, choice) => {
  const network = written === '' ? '' : `network: { toxiproxy: ${written} }\n`
  expect(resolve(network + Object.values(SMALL).join('')).platform.toxiproxy).toEqual(choice)
})

describe('requests', () => {
  const request = (written: string) => requestIn(resolve(withJourney(written)))

  test('JSON is sent as a POST that says so', () => {
    expect(request(`{ url: "\${agent}", json: { a: [1, null] } }`)).toEqual({
      method: 'POST',
      url: 'http://127.0.0.1:4001',
      headers: { 'content-type': 'application/json' },
      body: '{"a":[1,null]}',
    })
  })

  test('JSON null is something to send', () => {
    expect(request(`{ url: "\${agent}", json: null }`)?.body).toBe('null')
  })

  test('a content type that is given stays, whatever its letters', () => {
    expect(request(`{ url: "\${agent}", json: 1, headers: { Content-Type: application/x } }`)?.headers).toEqual({
      'Content-Type': 'application/x',
    })
  })

  test('text is sent as a POST that does not say what it is', () => {
    expect(request(`{ url: "\${agent}", body: a }`)).toMatchObject({ method: 'POST', headers: {}, body: 'a' })
  })
})

describe('how many requests may wait', () => {
  const inFlight = (more: string) =>
    resolve(withJourney(`{ url: "\${agent}" }`, more)).platform.journeys[0]?.maxInFlight

  test('enough for answers that take all the time they have', () => {
    expect(inFlight('    every: 10ms\n    timeout: 2s\n')).toBe(205)
  })

  test('never more than a thousand', () => {
    expect(inFlight('    every: 1ms\n    timeout: 1m\n')).toBe(1000)
  })

  test('an answer is waited for at least a second', () => {
    const text = Object.values(SMALL).join('').replace('600ms', '10ms')
    expect(resolve(text).platform.journeys[0]?.timeoutMs).toBe(1000)
  })
})

describe('placeholders', () => {
  const staged = (up: string, options = '') =>
    `${Object.values(SMALL).join('')}stage: { up: ${JSON.stringify(up)}, ready: "\${agent}" }\n${options}`
  const up = (written: string, given: Partial<Given> = {}) =>
    resolve(staged(written, 'options: { fallback: "on", workers: 3 }\n'), given).platform.stage?.up

  test('ports, folders, options and addresses are filled in', () => {
    expect(up(`\${port.agent} \${platform.dir} \${option.fallback} \${option.workers} \${agent}`)).toBe(
      '4001 /platforms/small on 3 http://127.0.0.1:4001',
    )
  })

  test('a scenario may change an option', () => {
    expect(up(`\${option.fallback}`, { options: { fallback: 'off' } })).toBe('off')
  })

  test('what is filled into the command is quoted for the shell, inside quotes too', () => {
    expect(up(`--dir \${stage.dir} "\${stage.dir}/\${env.QUOTED}"`)).toBe(
      `--dir '/reports/a b/stage' "/reports/a b/stage/a\\"b'c"`,
    )
  })

  test('elsewhere nothing is quoted', () => {
    const { platform } = resolve(withJourney(`{ url: "\${agent}", body: "\${env.QUOTED}" }`))
    expect(requestIn({ platform })?.body).toBe(`a"b'c`)
  })

  test('two dollars leave one for the shell', () => {
    expect(up(`echo $\${HOME} \${port.agent}`)).toBe(`echo \${HOME} 4001`)
  })

  test('a port that nobody brought is the caller’s mistake, not the file’s', () => {
    expect(() => resolve(Object.values(SMALL).join(''), { ports: {} })).toThrow('No port was given for "agent".')
  })

  test('what every object inherits is no port and no variable', () => {
    const text = withJourney(`{ url: "\${agent}/\${env.toString}" }`)
    expect(problemsOf(text)).toEqual(['9:31 MISSING_ENV the environment variable toString is not set'])
  })
})

describe('the environment', () => {
  const asking = withJourney(`{ url: "\${agent}", headers: { authorization: "Bearer \${env.KEY}" } }`)

  test('what is read from it is a secret', () => {
    expect(resolve(asking).secrets).toEqual([{ name: 'KEY', value: 'acme-key' }])
  })

  test('a secret that JSON or a shell would write otherwise is a secret in those forms too', () => {
    const { secrets } = resolve(withJourney(`{ url: "\${agent}", json: { key: "\${env.QUOTED}" } }`))
    expect(secrets.map(({ value }) => value)).toEqual([`a"b'c`, `a\\"b'c`, `a"b'\\''c`])
  })

  test('a variable that is not set, or empty, is told where it is read', () => {
    expect(problemsOf(asking, { env: {} })).toEqual(['9:67 MISSING_ENV the environment variable KEY is not set'])
    expect(problemsOf(asking, { env: { KEY: '' } })).toHaveLength(1)
  })

  test('three characters are too few for a secret, four are enough', () => {
    expect(problemsOf(asking, { env: { KEY: 'abc' } })).toEqual([
      '9:67 SECRET_TOO_SHORT the environment variable KEY holds fewer than 4 characters',
    ])
    expect(problemsOf(asking, { env: { KEY: 'abcd' } })).toEqual([])
  })

  test('missing variables and misspelt keys are told together', () => {
    expect(problemsOf(`${asking}    evry: 1s\n`, { env: {} })).toEqual([
      '9:67 MISSING_ENV the environment variable KEY is not set',
      '11:5 UNKNOWN_KEY "evry" is not a key of journeys.ask',
    ])
  })
})

describe('addresses once they are filled in', () => {
  test('an address that turned out wrong is told as it is written: it may hold a secret', () => {
    const text = withJourney(`{ url: "\${env.KEY}/ask" }`)
    expect(problemsOf(text)).toEqual([
      `9:21 BAD_ADDRESS "url" of journeys.ask.request is "\${env.KEY}/ask", which is no web address once it is filled in`,
    ])
  })

  test.each([
    ['127.0.0.1:0', false],
    ['127.0.0.1:65535', true],
    ['127.0.0.1:65536', false],
    ['[::1]:80', true],
    ['localhost:80', true],
    ['api.openai.com:443', true],
    ['https://api.openai.com:443', false],
    ['a b:80', false],
    [':80', false],
  ])('%s as a host and port', (address, right) => {
    const text = Object.values(SMALL).join('').replace(`127.0.0.1:\${port.origin}`, `${address}`)
    expect(problemsOf(text).length === 0).toBe(right)
  })

  test.each([
    [`\${agent}/a?b=c#d`, true],
    ['https://127.0.0.1:8443/', true],
    ['http://', false],
    [`\${agent}:99999/`, false],
    [`\${agent}/a b`, false],
  ])('%s as a web address', (url, right) => {
    expect(problemsOf(withJourney(`{ url: "${url}" }`)).length === 0).toBe(right)
  })
})
