import { globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Scenario } from '../../src/model/scenario.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { optionsOf, parseScenario, platformNotFound, platformPathOf } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const HARBOR = parsePlatform('fixtures/harbor/platform.yaml', read('fixtures/harbor/platform.yaml'))

const HEAD = 'scenario: It breaks\nwhy: It did\nclass: provider-outage\ntargets: { rto: 6s }\n'
const FAULTS = 'faults:\n  - { break: openai, kind: refuse, for: 8s }\n'

function resolve(text: string, file = 'outage.yaml'): Scenario {
  const resolved = resolveScenario(parseScenario(file, text), HARBOR)
  if (!resolved.ok) throw new Error(resolved.problems.map(problem => problem.what).join('\n'))
  return resolved.value
}

function problemsOf(text: string): readonly string[] {
  const resolved = resolveScenario(parseScenario('outage.yaml', text), HARBOR)
  return resolved.ok ? [] : resolved.problems.map(({ line, column, code, what }) => `${line}:${column} ${code} ${what}`)
}

test('what a short file leaves unsaid is filled in', () => {
  expect(resolve(HEAD + FAULTS)).toEqual({
    id: 'outage',
    title: 'It breaks',
    file: 'outage.yaml',
    why: 'It did',
    class: 'provider-outage',
    hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    faults: [{ id: 'f1', component: 'openai', kind: 'refuse', atMs: 0, forMs: 8000 }],
    expect: { degraded: undefined, signals: [] },
    recovery: { kind: 'automatic' },
    targets: { rtoMs: 6000, rpoMs: undefined },
    after: undefined,
    partTargets: [],
    rtoUntil: 'verified',
    gates: { smoke: [], integrity: [] },
    guards: [],
    baselineMs: 3000,
    deadlineMs: 18_000,
  })
})

test('what a full file says is all there', () => {
  const scenario = resolve(`scenario: It breaks
why: It did
class: latency-spike
platform: ../platform.yaml
options: { fallback: "off", breaker: false }
faults:
  - { break: openai, kind: latency, delay: 2s, jitter: 100ms, at: 0s, for: 5s }
  - { break: anthropic, kind: latency, times: 2.5, of: ask, at: 1s }
  - { break: openai, kind: provider.status, status: 503, share: 30%, retryAfter: 0s, at: 2s, for: 1s }
  - { break: gateway, kind: hang, at: 3s }
  - { break: agent, kind: reset, at: 4s, for: 1s }
expect: { degraded: slow-mode, signals: [breaker-open] }
recovery: automatic
targets: { rto: 1m, rpo: 5m }
rto: { until: restored }
gates: { smoke: [health, ask], integrity: [] }
guards:
  - { journey: ask, when: availability < 12.5% for 1m30s }
  - { journey: ask, when: "availability<100%  for 5s" }
baseline: 10s
deadline: 5m
`)
  expect(scenario).toMatchObject({
    class: 'latency-spike',
    faults: [
      {
        id: 'f1',
        component: 'openai',
        kind: 'latency',
        direction: 'downstream',
        shareRatio: 1,
        delay: { kind: 'fixed', delayMs: 2000 },
        jitterMs: 100,
        atMs: 0,
        forMs: 5000,
      },
      {
        id: 'f2',
        component: 'anthropic',
        kind: 'latency',
        delay: { kind: 'times-baseline', times: 2.5, journey: 'ask' },
        jitterMs: 0,
        atMs: 1000,
        forMs: undefined,
      },
      {
        id: 'f3',
        component: 'openai',
        kind: 'provider.status',
        status: 503,
        shareRatio: 0.3,
        retryAfterMs: 0,
        atMs: 2000,
        forMs: 1000,
      },
      { id: 'f4', component: 'gateway', kind: 'hang', atMs: 3000, forMs: undefined },
      { id: 'f5', component: 'agent', kind: 'reset', atMs: 4000, forMs: 1000 },
    ],
    expect: { degraded: 'slow-mode', signals: ['breaker-open'] },
    targets: { rtoMs: 60_000, rpoMs: 300_000 },
    rtoUntil: 'restored',
    gates: { smoke: ['health', 'ask'], integrity: [] },
    guards: [
      { id: 'g1', journey: 'ask', belowRatio: 0.125, forMs: 90_000 },
      { id: 'g2', journey: 'ask', belowRatio: 1, forMs: 5000 },
    ],
    baselineMs: 10_000,
    deadlineMs: 300_000,
  })
})

describe('the shipped scenarios', () => {
  const folder = new URL('../../scenarios', import.meta.url)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))

  test.each(names)('%s is right', name => {
    expect(resolve(read(`scenarios/${name}`), name).id).toBe(basename(name, '.yaml'))
  })

  test('the sabotage twin switches the fallback off', () => {
    const parsed = parseScenario('no-fallback.yaml', read('scenarios/sabotage/no-fallback.yaml'))
    expect(optionsOf(parsed)).toEqual({ fallback: 'off', 'semantic-cache': 'off' })
    expect(platformPathOf(parsed)).toBe('../../fixtures/harbor/platform.yaml')
  })
})

describe('shares', () => {
  const share = (written: string) => {
    const [fault] = resolve(`${HEAD}faults: [{ break: openai, kind: provider.status, status: 429${written} }]`).faults
    return fault?.kind === 'provider.status' ? fault.shareRatio : undefined
  }
  test.each([
    ['', 1],
    [', share: 0.3', 0.3],
    [', share: 30%', 0.3],
    [', share: 100%', 1],
    [', share: 0.5%', 0.005],
    [', share: 1', 1],
  ])('"%s" is %d', (written, ratio) => {
    expect(share(written)).toBe(ratio)
  })

  test.each(['0', '0%', '1.1', '101%', 'half', '30 %'])('%s is none', written => {
    expect(() => share(`, share: ${written}`)).toThrow('which is no share')
  })
})

describe('faults on the wire', () => {
  const one = (fault: string) => resolve(`${HEAD}faults: [{ break: openai, ${fault} }]`).faults[0]
  const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: undefined }
  const down = { ...frame, direction: 'downstream', shareRatio: 1 }

  test.each([
    ['kind: hang', { ...down, kind: 'hang', direction: 'both' }],
    ['kind: hang, share: 30%', { ...down, kind: 'hang', direction: 'upstream', shareRatio: 0.3 }],
    ['kind: hang, share: 1, direction: upstream', { ...down, kind: 'hang', direction: 'upstream' }],
    ['kind: reset', { ...down, kind: 'reset', direction: 'upstream' }],
    ['kind: reset, share: 0.5, direction: downstream', { ...down, kind: 'reset', shareRatio: 0.5 }],
    ['kind: bandwidth, rate: 50KB/s', { ...down, kind: 'bandwidth', bytesPerSecond: 50_000 }],
    [
      'kind: bandwidth, rate: 1.5MB/s, direction: both',
      { ...down, kind: 'bandwidth', direction: 'both', bytesPerSecond: 1_500_000 },
    ],
    ['kind: cut, after: 2KB', { ...down, kind: 'cut', afterBytes: 2000 }],
    ['kind: cut, after: 0B', { ...down, kind: 'cut', afterBytes: 0 }],
    ['kind: slow-close, delay: 5s', { ...down, kind: 'slow-close', delayMs: 5000 }],
    ['kind: slice, size: 100B', { ...down, kind: 'slice', pieceBytes: 100, pauseMs: 10 }],
    ['kind: slice, size: 1KB, pause: 2ms', { ...down, kind: 'slice', pieceBytes: 1000, pauseMs: 2 }],
  ])('{ %s } goes its usual way unless told', (written, fault) => {
    expect(one(written)).toEqual(fault)
  })

  test.each([
    ['kind: bandwidth, rate: 500B/s', 'WRONG_TYPE "rate" of faults[0] is the text "500B/s", which is no rate'],
    ['kind: bandwidth, rate: 1.0005KB/s', 'WRONG_TYPE "rate" of faults[0] is the text "1.0005KB/s", which is no rate'],
    ['kind: bandwidth, rate: 0KB/s', 'WRONG_TYPE "rate" of faults[0] is the text "0KB/s", which is no rate'],
    ['kind: cut, after: 100', 'WRONG_TYPE "after" of faults[0] is the number 100, which is no amount of data'],
    ['kind: cut, after: 0.5B', 'WRONG_TYPE "after" of faults[0] is the text "0.5B", which is no amount of data'],
    ['kind: slice, size: 0B', 'WRONG_TYPE "size" of faults[0] is the text "0B", which is no amount of data'],
    [
      'kind: hang, share: 30%, direction: both',
      'CONTRADICTION faults[0] breaks a share of connections in both directions',
    ],
    ['kind: refuse, share: 30%', 'UNKNOWN_KEY "share" is not a key of faults[0]'],
  ])('{ %s } is refused', (written, said) => {
    expect(problemsOf(`${HEAD}faults: [{ break: openai, ${written} }]`)).toEqual([expect.stringContaining(said)])
  })
})

describe('the deadline', () => {
  const deadlineMs = (targets: string, faults: string) =>
    resolve(`scenario: a\nwhy: b\nclass: rate-limit\ntargets: ${targets}\nfaults: [${faults}]`).deadlineMs

  test('is three times the target', () => {
    expect(deadlineMs('{ rto: 1m }', '{ break: openai, kind: refuse, for: 8s }')).toBe(180_000)
  })

  test('leaves ten seconds after the last step', () => {
    expect(deadlineMs('{ rto: 1s }', '{ break: openai, kind: refuse, for: 8s }')).toBe(18_000)
    expect(deadlineMs('{ rto: 1s }', '{ break: openai, kind: refuse }, { break: agent, kind: hang, at: 20s }')).toBe(
      30_000,
    )
  })

  test('is a minute where only data loss is claimed', () => {
    expect(deadlineMs('{ rpo: 0s }', '{ break: openai, kind: refuse, for: 8s }')).toBe(60_000)
  })

  test('that is given holds, even before the last step: a twin has to fail soon', () => {
    expect(resolve(`${HEAD}${FAULTS}deadline: 7s\n`).deadlineMs).toBe(7000)
  })
})

describe('the hash says which runs can be compared', () => {
  const hash = (text: string) => resolve(text).hash
  const plain = hash(HEAD + FAULTS)

  test('prose and order and the way of writing do not matter', () => {
    expect(hash(FAULTS + HEAD)).toBe(plain)
    expect(hash(HEAD.replace('It breaks', 'It fails') + FAULTS)).toBe(plain)
    expect(hash(HEAD + FAULTS.replace('8s', '8000ms'))).toBe(plain)
    expect(hash(`# a comment\n${HEAD}${FAULTS}baseline: 3s\n`)).toBe(plain)
  })

  test.each([
    ['what is broken', HEAD + FAULTS.replace('openai', 'anthropic')],
    ['for how long', HEAD + FAULTS.replace('8s', '9s')],
    ['what is claimed', HEAD.replace('6s', '7s') + FAULTS],
    ['what is changed about the platform', `${HEAD}${FAULTS}options: { fallback: "off" }\n`],
    ['what must pass', `${HEAD}${FAULTS}gates: { smoke: [health] }\n`],
  ])('%s matters', (_, text) => {
    expect(hash(text)).not.toBe(plain)
  })
})

describe('a scenario is named by its file', () => {
  test.each([
    ['scenarios/provider-outage.yaml', 'provider-outage'],
    ['C:\\drills\\Provider outage.YML', 'Provider-outage'],
    ['a.b.yaml', 'a.b'],
    ['../../..yaml', 'scenario'],
    ['/tmp/ä ö.yaml', 'scenario'],
  ])('%s', (file, id) => {
    expect(resolve(HEAD + FAULTS, file).id).toBe(id)
  })
})

describe('names are held against the platform', () => {
  test('also where the scenario is wrong elsewhere', () => {
    expect(problemsOf(`${HEAD}${FAULTS.replace('openai', 'opneai')}gaets: {}\n`)).toEqual([
      '6:14 UNKNOWN_NAME the platform has no component "opneai"',
      '7:1 UNKNOWN_KEY "gaets" is not a key of the scenario file',
    ])
  })

  test('also where the platform is wrong elsewhere', () => {
    const broken = parsePlatform('p.yaml', read('fixtures/harbor/platform.yaml').replace('environment:', 'enviroment:'))
    expect(broken.ok).toBe(false)
    const resolved = resolveScenario(parseScenario('s.yaml', HEAD + FAULTS.replace('openai', 'opneai')), broken)
    expect(resolved.ok ? [] : resolved.problems.map(problem => problem.what)).toEqual([
      'the platform has no component "opneai"',
    ])
  })

  test('but not against a platform that could not be read at all', () => {
    expect(resolveScenario(parseScenario('s.yaml', HEAD + FAULTS), parsePlatform('p.yaml', 'a: [')).ok).toBe(true)
    expect(resolveScenario(parseScenario('s.yaml', HEAD + FAULTS), parsePlatform('p.yaml', '')).ok).toBe(true)
  })

  test('a platform that is not there is told where the scenario names it', () => {
    const parsed = parseScenario('s.yaml', `${HEAD}${FAULTS}platform: nowhere.yaml\n`)
    expect(platformNotFound(parsed, '/drills/nowhere.yaml')).toMatchObject({
      line: 7,
      column: 11,
      code: 'MISSING_FILE',
    })
  })
})

describe('faults at the same time', () => {
  const faults = (...list: string[]) =>
    problemsOf(`${HEAD}faults:\n${list.map(fault => `  - { ${fault} }\n`).join('')}`)

  test('one after the other is fine, to the millisecond', () => {
    expect(faults('break: openai, kind: refuse, for: 5s', 'break: openai, kind: refuse, at: 5s')).toEqual([])
  })

  test('different components are fine', () => {
    expect(faults('break: openai, kind: refuse', 'break: anthropic, kind: refuse')).toEqual([])
  })

  test.each([
    'kind: latency, delay: 1s',
    'kind: bandwidth, rate: 1KB/s',
    'kind: slow-close, delay: 1s',
    'kind: slice, size: 10B',
  ])('slow and wrong answers go together: %s', slow => {
    expect(faults(`break: openai, ${slow}`, 'break: openai, kind: provider.status, status: 500')).toEqual([])
  })

  test.each([
    ['the same twice', 'break: openai, kind: refuse, for: 5s', 'break: openai, kind: refuse, at: 4999ms'],
    ['one without an end', 'break: openai, kind: refuse', 'break: openai, kind: refuse, at: 10h'],
    [
      'a cut that hides what the provider says',
      'break: openai, kind: provider.status, status: 500',
      'break: openai, kind: cut, after: 1B',
    ],
    ['two on the wire', 'break: openai, kind: latency, delay: 1s', 'break: openai, kind: hang'],
    [
      'a wire that hides what the provider says',
      'break: openai, kind: reset',
      'break: openai, kind: provider.status, status: 500',
    ],
  ])('%s: nobody could tell which of them did it', (_, first, second) => {
    expect(faults(first, second)).toEqual([
      expect.stringContaining('CANNOT_BREAK faults[1] breaks "openai" while faults[0] already does'),
    ])
  })

  test('the clock starts with the first fault, whichever that is', () => {
    expect(faults('break: openai, kind: refuse, at: 5s', 'break: agent, kind: hang')).toEqual([])
    expect(faults('break: openai, kind: refuse, at: 5s', 'break: agent, kind: hang, at: 3s')).toEqual([
      '7:37 OUT_OF_RANGE the first fault starts only after 3 s',
    ])
  })
})

test('targets of single parts are kept beside the one of all', () => {
  const written = 'targets: { rto: 1m, journeys: { ask: { rto: 5s } }, components: { agent: { rto: 2s, rpo: 0s } } }'
  expect(resolve(HEAD.replace('targets: { rto: 6s }', written) + FAULTS).partTargets).toEqual([
    { of: 'journey', name: 'ask', rtoMs: 5000, rpoMs: undefined },
    { of: 'component', name: 'agent', rtoMs: 2000, rpoMs: 0 },
  ])
})

test('a target may be of one tenant’s journey or ledger, where each tenant has its own', () => {
  const each = (name: string) =>
    read('fixtures/harbor/platform.yaml').replace(
      `\n  ${name}:\n    tenant: tyrell\n`,
      `\n  ${name}:\n    tenants: all\n`,
    )
  const shared = parsePlatform('platform.yaml', each('documents').replace('\n  ask:\n', '\n  ask:\n    tenants: all\n'))
  const written =
    'targets: { journeys: { ask: { rto: 5s }, ask@globex: { rto: 1s } }, ledgers: { documents@acme: { rpo: 0s } } }'
  const text = HEAD.replace('targets: { rto: 6s }', written) + FAULTS
  const resolved = resolveScenario(parseScenario('outage.yaml', text), shared)
  expect(resolved.ok && resolved.value.partTargets).toEqual([
    { of: 'journey', name: 'ask', rtoMs: 5000, rpoMs: undefined },
    { of: 'journey', name: 'ask@globex', rtoMs: 1000, rpoMs: undefined },
    { of: 'ledger', name: 'documents@acme', rtoMs: undefined, rpoMs: 0 },
  ])
  // In a platform whose tenants share one journey there is no such name.
  expect(problemsOf(text)).toEqual([
    '4:42 UNKNOWN_NAME the platform has no journey "ask@globex"',
    '4:80 UNKNOWN_NAME the platform has no ledger "documents@acme"',
  ])
})

test('a target of a part that is not there is told, with what was meant', () => {
  const written = 'targets: { journeys: { aks: { rto: 5s } }, tenants: { nobody: { rpo: 0s } } }'
  expect(problemsOf(HEAD.replace('targets: { rto: 6s }', written) + FAULTS)).toEqual([
    '4:24 UNKNOWN_NAME the platform has no journey "aks"',
    '4:55 UNKNOWN_NAME the platform has no tenant "nobody"',
  ])
})

describe('a sabotage twin says that it must fail', () => {
  test('which is told to readers, and makes it no other drill', () => {
    const twin = resolve(`${HEAD}${FAULTS}expect: { verdict: failed }\n`)
    expect(twin.expect).toEqual({ degraded: undefined, signals: [], verdict: 'failed' })
    expect(twin.hash).toBe(resolve(HEAD + FAULTS).hash)
  })
  test('nothing else can be expected of a verdict', () => {
    expect(problemsOf(`${HEAD}${FAULTS}expect: { verdict: passed }\n`)).toEqual([
      expect.stringContaining('"verdict" of expect'),
    ])
  })
  test('every one that is shipped does, and no other scenario', () => {
    const files = globSync('scenarios/**/*.yaml').sort()
    const meant = files.filter(file => {
      const parsed = parseScenario(file, readFileSync(file, 'utf8'))
      return parsed.ok && parsed.value.expect?.verdict === 'failed'
    })
    expect(meant).toEqual(files.filter(file => dirname(file) === join('scenarios', 'sabotage')))
    expect(meant.length).toBeGreaterThan(15)
  })
})
