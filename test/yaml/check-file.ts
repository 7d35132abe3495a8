import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Problem } from '../../src/model/problem.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { planInWords } from '../../src/plan/plan-in-words.ts'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { portsOf } from '../../src/platform/placeholders.ts'
import { resolvePlatform } from '../../src/platform/resolve-platform.ts'
import { optionsOf, parseScenario } from '../../src/scenario/parse-scenario.ts'
import { resolveScenario } from '../../src/scenario/resolve-scenario.ts'
import { formatProblem, formatProblemWithSource } from '../../src/yaml/format-problem.ts'

const shipped = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** Files that nothing is wrong with, to be changed at random. */
export const PLATFORM: string = shipped('fixtures/harbor/platform.yaml')
export const SCENARIOS: readonly string[] = [
  'provider-outage',
  'provider-latency',
  'rate-limit-storm',
  'sabotage/no-fallback',
].map(name => shipped(`scenarios/${name}.yaml`))

/** The same with every part that only few platforms have. */
export const MACHINES: string = `
platform: machines
environment: production
network: { toxiproxy: 'http://127.0.0.1:8474' }
stage: { up: 'sh up.sh \${port.a}', ready: 'http://127.0.0.1:\${port.a}/' }
components:
  eu: { kind: region }
  a:
    kind: service
    region: eu
    route: { listen: '127.0.0.1:\${port.a}', upstream: '127.0.0.1:9101' }
    process: { pidFile: '\${stage.dir}/pids.json', key: a, restart: 'sh a.sh \${port.a}', back: 5s }
    container: a-container
    folder: \${stage.dir}/data
  b: { kind: service, process: { listens: '127.0.0.1:\${port.b}' } }
custom:
  forget:
    words: forgets
    do: { run: 'rm key', within: 1s }
    undo: { request: { method: PUT, url: 'http://127.0.0.1:9/key', json: { key: [1, { a: null }] } }, status: 204 }
    look: { run: 'test ! -e key' }
atMost: { components: 3, share: 100%, minutes: 5 }
prometheus: http://127.0.0.1:9090
journeys:
  ask: { request: { url: 'http://127.0.0.1:1/' }, good: { status: 200, within: 1s } }
checks:
  health: { request: { url: 'http://127.0.0.1:1/' }, good: { status: 200, within: 1s } }
signals:
  open: { request: { url: 'http://127.0.0.1:1/' }, when: { $.open: true } }
`
export const MACHINE_SCENARIO: string = `
scenario: Machines fail
why: They do
class: infrastructure-failure
platform: platform.yaml
faults:
  - { break: b, kind: process.kill, politely: true, at: 0s, for: 1s }
  - { break: b, kind: process.freeze, at: 2s, for: 1s }
  - { break: b, kind: process.restart-storm, every: 200ms, at: 4s, for: 1s }
  - { break: a, kind: container.pause, at: 0s, for: 1s }
  - { break: a, kind: container.disconnect, at: 2s, for: 1s }
  - { break: eu, kind: region.down, how: hang, at: 4s, for: 1s }
  - { break: a, kind: cpu.squeeze, workers: 2, at: 6s, for: 1s }
  - { break: a, kind: disk.fill, leave: 1MB, most: 50MB, at: 8s, for: 1s }
  - { break: b, kind: custom, fault: forget, at: 6s }
targets: { rto: 60s }
guards:
  - { journey: ask, when: availability < 20% for 30s }
  - { signal: open, when: on for 5s, every: 250ms, grace: 5s }
  - { check: health, when: bad for 5s }
  - { prometheus: 'rate(errors[1m])', when: '> 0.5 for 10s' }
  - { file: STOP }
`

/** Reads a platform file as a drill would; throws if what comes of it is neither a platform nor problems that can be shown. */
export function checkPlatform(text: string): void {
  const parsed = parsePlatform('platform.yaml', text)
  const names = parsed.ok ? portsOf(parsed.value) : []
  const resolved = resolvePlatform(parsed, {
    dir: '/harbor',
    env: {},
    ports: Object.fromEntries(names.map((name, index) => [name, 4000 + index])),
    stageDir: '/stage',
    options: {},
  })
  if (!resolved.ok) for (const problem of resolved.problems) checkProblem(problem, text)
}

// Read once: reading Harbor's takes forty times as long as reading a scenario, and it is the scenario that is changed.
const HARBOR_READ = parsePlatform('platform.yaml', PLATFORM)
const MACHINES_READ = parsePlatform('platform.yaml', MACHINES)
const platformOf = (text: string) => (text.includes('Machines') ? MACHINES_READ : HARBOR_READ)

/** What is wrong with a scenario file, held against its platform. */
export function problemsOf(text: string): readonly Problem[] {
  const platform = platformOf(text)
  const resolved = resolveScenario(parseScenario('scenario.yaml', text), platform)
  return resolved.ok ? [] : resolved.problems
}

/** The same for a scenario file, down to the plan in words. */
export function checkScenario(text: string): void {
  const scenario = parseScenario('scenario.yaml', text)
  const platform = platformOf(text)
  optionsOf(scenario)
  const resolved = resolveScenario(scenario, platform)
  if (!resolved.ok) for (const problem of resolved.problems) checkProblem(problem, text)
  if (!resolved.ok || !platform.ok) return
  const ports = Object.fromEntries(portsOf(platform.value).map((name, index) => [name, 4000 + index]))
  const harbor = resolvePlatform(platform, { dir: '/harbor', env: {}, ports, stageDir: '/stage', options: {} })
  if (harbor.ok) planInWords(makePlan(resolved.value, 1), resolved.value, harbor.value.platform)
}

/** A problem names a place inside the file, speaks our language, and fits on one line. */
function checkProblem(problem: Problem, text: string): void {
  const line = text.split(/\r\n|\n/)[problem.line - 1]
  assert.notEqual(line, undefined, `no line ${problem.line}`)
  assert.ok(problem.column >= 1 && problem.column <= (line ?? '').length + 1, `no column ${problem.column}`)
  const shown = formatProblem(problem)
  assert.doesNotMatch(shown, /\p{Cc}/u)
  assert.doesNotMatch(shown, /Invalid input|Unrecognized key|Too (small|big)|expected \w+, received|undefined|\[object/)
  assert.ok(shown.length < 1000, shown)
  formatProblemWithSource(problem, text)
}
