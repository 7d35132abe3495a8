import { describe, expect, test } from 'vitest'
import type { Platform } from '../../src/model/platform.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { planInWords } from '../../src/plan/plan-in-words.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import { parseScenario } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'

const PLATFORM = `platform: small
environment: local
stage: { up: "node up.ts --dir \${stage.dir}", ready: "\${agent}/health", within: 20s }
components:
  openai:
    kind: model-provider
    dialect: openai
    route: { listen: "127.0.0.1:\${port.openai}", upstream: mock }
  agent:
    kind: service
    route: { listen: "127.0.0.1:\${port.agent}", upstream: "127.0.0.1:\${port.origin}" }
  store: { kind: database }
journeys:
  ask:
    request: { url: "\${agent}/ask", json: { q: why }, headers: { authorization: Bearer secret } }
    good: { status: 200, within: 400ms, json: { $.answer: { contains: because }, $.error: { exists: false } } }
checks:
  health: { request: { url: "\${agent}/health" }, good: { status: 200, within: 1s } }
signals:
  breaker-open: { request: { url: "\${agent}/health" }, when: { $.breaker: open } }
`

const SCENARIO = `scenario: The provider refuses every connection
why: It did so once
class: provider-outage
faults:
  - { break: openai, kind: refuse, for: 8s }
  - { break: agent, kind: latency, delay: 2s, at: 1m30s }
expect: { degraded: fallback-model, signals: [breaker-open] }
targets: { rto: 6s, rpo: 0s }
gates: { smoke: [health, ask] }
guards:
  - { journey: ask, when: availability < 20% for 30s }
`

function both(platformText: string, scenarioText: string): { platform: Platform; scenario: Scenario } {
  const parsed = parsePlatform('small/platform.yaml', platformText)
  const ports = Object.fromEntries((parsed.ok ? portsOf(parsed.value) : []).map((name, index) => [name, 4001 + index]))
  const platform = resolvePlatform(parsed, { dir: 'small', env: {}, ports, stageDir: '/stage', options: {} })
  const scenario = resolveScenario(parseScenario('refusal.yaml', scenarioText), parsed)
  if (!platform.ok || !scenario.ok)
    throw new Error(`broken test text: ${JSON.stringify([platform, scenario], undefined, 1)}`)
  return { platform: platform.value.platform, scenario: { ...scenario.value, hash: 'abc' } }
}

function words(scenarioText = SCENARIO, platformText = PLATFORM): string {
  const { platform, scenario } = both(platformText, scenarioText)
  return planInWords(makePlan(scenario, 7), scenario, platform)
}

test('a plan says everything that will be touched, broken, put back and judged', () => {
  expect(words()).toBe(`The provider refuses every connection
Class provider-outage, scenario refusal, hash abc, seed 7
Why: It did so once

Platform
  small, local environment, described in small/platform.yaml
  Started for this drill and stopped after it: node up.ts --dir /stage
  Ready once http://127.0.0.1:4002/health answers, within 20 s.

Contacts
  a Toxiproxy of our own, started for this drill
  openai: a proxy on 127.0.0.1:4001 in front of a mock provider that speaks openai
  agent: a proxy on 127.0.0.1:4002 in front of 127.0.0.1:4003

Watches
  ask: POST http://127.0.0.1:4002/ask every 100 ms; good is status 200, within 400 ms, $.answer contains "because", $.error is not there
  breaker-open: GET http://127.0.0.1:4002/health every 250 ms; on while $.breaker is "open"

Gates
  health: GET http://127.0.0.1:4002/health; good is status 200, within 1 s

Before anything breaks
  For 3 s every journey must be good, and health and ask must pass.
  If not, nothing is broken and the drill ends inconclusive.

Breaks and puts back, counted from t0, the instant before the first fault
        0 ms  f1  break: openai refuses every connection for 8 s
         8 s  f1  put back: the proxy of openai accepts connections again, if it did before
  1 min 30 s  f2  break: agent answers 2 s later

Expects meanwhile
  Answers say that they were made in degraded mode fallback-model.
  The signal breaker-open comes on.

Counts as recovered
  By itself: ask is good 5 times in a row; then health and ask must pass.
  RTO target 6 s, measured from t0 until the gates have passed.
  RPO target 0 ms.

Stops early
  g1: at once, undoing everything, when the availability of ask stays below 20 % for 30 s.
  On Ctrl-C: everything is undone at once, and the report is written.

Gives up
  1 min 40 s after t0, if the platform is not back by then.

Afterwards
  Put back f2: our toxic leaves the proxy of agent; others stay as they are.
  Anything still broken is put back, newest first; then every proxy and mock is looked at for anything left behind.`)
})

describe('what a drill does not do is not spoken of', () => {
  test('a platform that is simply there is neither started nor stopped', () => {
    const text = words(SCENARIO, PLATFORM.replace(/^stage:.*\n/m, 'network: { toxiproxy: "http://127.0.0.1:8474" }\n'))
    expect(text).toContain('It is already running; this drill neither starts nor stops it.')
    expect(text).toContain('the Toxiproxy at http://127.0.0.1:8474')
    expect(text).not.toContain('Started for this drill')
  })

  test.each([
    ['binary', 'the Toxiproxy of the program toxiproxy-server, started for this drill'],
    ['{ binary: /opt/toxiproxy }', 'the Toxiproxy of the program /opt/toxiproxy, started for this drill'],
    [
      '{ container: "toxiproxy:2" }',
      "the Toxiproxy of the image toxiproxy:2, started for this drill in a container on this machine's network",
    ],
  ])('whichever Toxiproxy is started is named: %s', (toxiproxy, said) => {
    const text = words(SCENARIO, PLATFORM.replace(/^stage:/m, `network: { toxiproxy: ${toxiproxy} }\nstage:`))
    expect(text).toContain(said)
  })

  test('no expectations, no gates, no guards', () => {
    const text = words(SCENARIO.replace(/^(expect|gates):.*\n/gm, '').replace(/^guards:\n.*\n/m, ''))
    expect(text).not.toContain('Expects meanwhile')
    expect(text).toContain('For 3 s every journey must be good.')
    expect(text).toContain('ask is good 5 times in a row; there are no gates to pass.')
    expect(text).not.toContain('g1')
  })

  test('who needs what is broken is named, directly or by way of others', () => {
    const needed = PLATFORM.replace('store: { kind: database }', 'store: { kind: database, dependsOn: [agent] }')
    const chain = needed.replace('    kind: service\n', '    kind: service\n    dependsOn: [openai]\n')
    expect(words(SCENARIO, chain)).toContain('Depends on what is broken\n  openai: agent and store')
    expect(words(SCENARIO)).not.toContain('Depends on what is broken')
  })

  test('a sabotage twin says that it must fail', () => {
    const twin = SCENARIO.replace(/^expect:.*$/m, 'expect: { verdict: failed }')
    expect(words(twin)).toContain('Must fail: the platform is weakened')
    expect(words(SCENARIO)).not.toContain('Must fail')
  })

  test('an RTO that ends with good journeys says so', () => {
    expect(words(`${SCENARIO}rto: { until: restored }\n`)).toContain(
      'measured from t0 until the journeys are good again.',
    )
  })
})

describe('whatever else is asked of the platform all through the drill is told', () => {
  const TENANTS = `tenants: { acme: { key: key-of-acme }, globex: { key: key-of-globex } }
ledgers:
  runs:
    tenant: acme
    write: { request: { method: POST, url: "\${agent}/runs", headers: { x-key: "\${tenant.key}" }, json: { text: "\${entry.text}" } }, status: 201, id: $.id }
    read: { request: { url: "\${agent}/runs" }, items: $.runs, id: $.id, text: $.text }
    every: 500ms
canaries:
  notes:
    plant: { method: POST, url: "\${agent}/notes", headers: { x-key: "\${tenant.key}" }, json: { text: "{canary}" } }
    look: { url: "\${agent}/notes", headers: { x-key: "\${tenant.key}" } }
    every: 2s
intruders:
  thief: { request: { url: "\${agent}/runs", headers: { x-key: "\${tenant.key}" } }, keys: { forged: no-such-key, expired: old-key }, every: 200ms }
`
  const watched = (): string => words(SCENARIO, PLATFORM + TENANTS)

  test.each([
    [
      'a ledger',
      'runs: writes POST http://127.0.0.1:4002/runs every 500 ms; read back once recovered by GET http://127.0.0.1:4002/runs',
    ],
    [
      'a canary',
      'canary notes: each tenant hides a text of its own by POST http://127.0.0.1:4002/notes; every other tenant looks for it by GET http://127.0.0.1:4002/notes every 2 s; left behind by design: nothing removes it, it expires with the place',
    ],
    [
      'an intruder',
      'intruder thief: GET http://127.0.0.1:4002/runs every 200 ms with a key that must be refused: forged and expired',
    ],
  ])('%s', (_, said) => {
    expect(watched().split('\n')).toContain(`  ${said}`)
  })

  test('but nobody’s key', () => {
    expect(watched()).not.toMatch(/key-of-|no-such-key|old-key/)
  })
})

test('what is claimed of parts and of neighbours is told beside the whole', () => {
  const isolation = '{ p99: 1.5x, errors: +0.1%, leaks: 0, refusal: 10s }'
  const text = words(
    SCENARIO.replace('rpo: 0s }', `rpo: 0s, isolation: ${isolation}, journeys: { ask: { rto: 4s } } }`),
    `${PLATFORM}tenants: { acme: { key: key-of-acme } }\n`,
  )
  expect(text.slice(text.indexOf('  RTO target'), text.indexOf('\n\nStops early'))).toBe(
    `  RTO target 6 s, measured from t0 until the gates have passed.
  RPO target 0 ms.
  For the journey ask: RTO target 4 s.
  The neighbours' p99 is at most 1.5 times what it was.
  The share of the neighbours' bad answers grows by 0.1 % of all answers at most.
  Nobody is told what is another tenant's.
  A leaked key is refused within 10 s of its declaration.`,
  )
})

test('what will be destroyed is saved first, and the plan says so', () => {
  const platform = PLATFORM.replace(
    'store: { kind: database }',
    'store: { kind: database, driver: folder, connect: /data/notes }',
  )
  const deletion = SCENARIO.replace(
    '{ break: agent, kind: latency, delay: 2s, at: 1m30s }',
    '{ break: store, kind: store.delete }',
  )
  expect(words(deletion, platform)).toContain(
    'A snapshot of store is taken, and restored once beside it: our parachute.',
  )
  expect(words()).not.toContain('parachute')
})

test('what the steps leave broken is put back in the end, newest first', () => {
  const text = words(SCENARIO.replace(', for: 8s', ''))
  expect(text.slice(text.indexOf('Afterwards')).split('\n').slice(1, 3)).toEqual([
    '  Put back f2: our toxic leaves the proxy of agent; others stay as they are.',
    '  Put back f1: the proxy of openai accepts connections again, if it did before.',
  ])
})

test('headers are not shown: they are where secrets are', () => {
  expect(words()).not.toContain('Bearer')
})
