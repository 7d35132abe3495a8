import { describe, expect, test } from 'vitest'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { recoverDrill } from '../../src/run/afterwards/recover.ts'
import { runDrill } from '../../src/run/conductor.ts'
import { measureDrill, writeReports } from '../../src/run/paper/reports.ts'
import { parseScenario } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'
import { simulatedGround } from '../../src/testing/simulated-ground.ts'

// Canaries planted in the environment, wherever a platform file may read one; with every mark that URLs and base64 write in another way.
const CANARY = 'canary-7Qx/+ä=&"\'\\%9zK'
const ENV = { CANARY }
const PLATFORM = `
platform: secretive
environment: staging
network: { toxiproxy: 'http://127.0.0.1:30001' }
stage: { up: 'sh up.sh --key \${env.CANARY}', ready: 'http://127.0.0.1:\${port.desk}/?key=\${env.CANARY}' }
components:
  provider: { kind: model-provider, dialect: openai, route: { listen: '127.0.0.1:\${port.provider}', upstream: mock } }
  desk:
    kind: service
    route: { listen: '127.0.0.1:\${port.desk}', upstream: '127.0.0.1:\${port.origin}' }
    process: { listens: '127.0.0.1:\${port.origin}', restart: 'sh again.sh \${env.CANARY}' }
    failover: to \${env.CANARY}
custom:
  forget:
    words: forgets \${env.CANARY}
    do: { run: 'curl -H "x-key: \${env.CANARY}" http://127.0.0.1/forget' }
    undo: { run: 'curl -H "x-key: \${env.CANARY}" http://127.0.0.1/remember' }
    look: { run: 'curl -u me:\${env.CANARY} http://127.0.0.1/is-forgotten' }
journeys:
  ask:
    request: { url: 'http://127.0.0.1:1/?k=\${env.CANARY}', headers: { authorization: 'Bearer \${env.CANARY}' }, json: { key: '\${env.CANARY}' } }
    good: { status: 200, within: 1s, json: { $.echo: '\${env.CANARY}' } }
    stable: 3
checks:
  health: { request: { url: 'http://127.0.0.1:1/\${env.CANARY}' }, good: { status: 200, within: 1s } }
signals:
  on-fire: { request: { url: 'http://127.0.0.1:1/', headers: { x-key: '\${env.CANARY}' } }, when: { $.key: '\${env.CANARY}' } }
people: { commander: '\${env.CANARY}' }
`
const SCENARIO = `
scenario: Secrets everywhere
why: One of them might get out
class: infrastructure-failure
faults:
  - { break: desk, kind: custom, fault: forget, at: 0s, for: 500ms }
  - { break: provider, kind: refuse, at: 200ms, for: 500ms }
targets: { rto: 5s }
gates: { smoke: [health] }
guards:
  - { signal: on-fire, when: on for 1m }
  - { check: health, when: bad for 1m }
baseline: 300ms
deadline: 20s
`

/** Every way in which somebody could still read it. */
const FORMS: readonly (readonly [string, string])[] = [
  ['plain', CANARY],
  ['the part of it that is plain everywhere', 'canary-7Qx'],
  ['in a URL', encodeURIComponent(CANARY)],
  ['in a form', new URLSearchParams({ k: CANARY }).toString().slice(2)],
  ['in JSON', JSON.stringify(CANARY).slice(1, -1)],
  ['in base64', Buffer.from(CANARY).toString('base64')],
  ['in base64url', Buffer.from(CANARY).toString('base64url')],
  ['in base64 after a name', Buffer.from(`me:${CANARY}`).toString('base64').slice(6, -6)],
  ['in HTML', CANARY.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
]

async function drilled(failing: boolean) {
  const parsed = parsePlatform('platform.yaml', PLATFORM)
  const scenario = resolveScenario(parseScenario('secrets.yaml', SCENARIO), parsed)
  const ports = Object.fromEntries((parsed.ok ? portsOf(parsed.value) : []).map((name, i) => [name, 20_000 + i]))
  const given = { dir: '/platform', env: ENV, ports, stageDir: '/stage', options: {} }
  const platform = resolvePlatform(parsed, given)
  if (!scenario.ok || !platform.ok) throw new Error(JSON.stringify([scenario, platform]))
  const ground = simulatedGround({
    scenario: scenario.value,
    platform: platform.value.platform,
    secrets: platform.value.secrets,
    reaction: { detectMs: 100 },
  })
  const { run } = ground.world.processes
  // What a program says when it fails is written down; some say what they were told.
  const talkative: typeof run = async spec =>
    failing
      ? {
          state: 'failed',
          code: 1,
          output: `bad key ${CANARY} / ${Buffer.from(`x:${CANARY}`).toString('base64')}\n`,
          tookMs: 1,
        }
      : run(spec)
  const world = { ...ground.world, env: ENV, processes: { ...ground.world.processes, run: talkative } }
  const audience = { listeners: [], interrupt: new AbortController().signal }
  await ground.clock.drive(runDrill(world, ground.means, ground.drill, audience))
  return { ...ground, world }
}

describe('a secret of the environment is in nothing that we write', () => {
  test.for([false, true])('a drill whose commands fail: %s', async failing => {
    const ground = await drilled(failing)
    const { files } = ground.world
    const measured = await measureDrill(files, ground.drill.dir)
    await writeReports(files, ground.drill.dir, measured)
    if (failing) {
      expect(measured.measures.verdict).not.toBe('passed')
      const later = { ...ground.world, processes: { ...ground.world.processes, self: { pid: 2, born: 'later' } } }
      for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
      await ground.clock.drive(recoverDrill(later, ground.means, ground.drill.dir))
      await writeReports(files, ground.drill.dir, await measureDrill(files, ground.drill.dir))
    }
    const written = new Map(ground.world.files.contents)
    written.set('the terminal', renderTerminal(measured.view, { color: false, width: 100 }))
    for (const name of ['journal.jsonl', 'drill.json', 'report.html', 'report.md', 'junit.xml']) {
      expect([...written.keys()].filter(path => path.endsWith(name))).toHaveLength(1)
    }
    for (const [path, text] of written) {
      for (const [form, secret] of FORMS) expect([path, form, text.includes(secret)]).toEqual([path, form, false])
    }
    // The drill really had it in its hands.
    expect(written.get(`${ground.drill.dir}/journal.jsonl`)).toContain('‹env.CANARY›')
  })
})
