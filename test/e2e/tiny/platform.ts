import { fileURLToPath } from 'node:url'
import { type DrillFolder, drillFolder } from '../drill-folder.ts'

/** What a test may change about the tiny platform and its scenario. */
export interface TinyChoices {
  readonly toxiproxy?: string | Readonly<Record<string, string>>
  readonly fallback?: string
  readonly platform?: string
  readonly contains?: string
  readonly fault?: string
  readonly deadline?: string
  readonly rto?: string
  readonly question?: string
  readonly providerPort?: string
  /** Whether the platform goes back to its last snapshot when its provider has gone; it writes what that lost into a file. */
  readonly forgets?: 'on' | 'off'
  readonly rpo?: string
  readonly environment?: 'local' | 'production'
  /** Whether two tenants come too, of whom one needs no provider. */
  readonly visits?: boolean
  /** More targets of the scenario: `tenants: { acme: { rto: 1s } }`. */
  readonly targets?: string
  /** More lines of the platform file. */
  readonly more?: string
  /** What stops the drill, as a list in YAML. */
  readonly guards?: string
}

const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url))

/** A folder with a tiny platform and one scenario for it: drills of a few seconds. */
export function tinyPlatform(choices: TinyChoices = {}): Promise<DrillFolder> {
  return drillFolder('tiny', 'outage.yaml', { platform: platformYaml(choices), scenario: scenarioYaml(choices) })
}

function platformYaml({
  toxiproxy = 'embedded',
  fallback = 'on',
  contains = 'from',
  question = 'hello',
  providerPort = `\${port.provider}`,
  forgets = 'off',
  visits = false,
  environment = 'local',
  more = '',
}: TinyChoices): string {
  return `
platform: tiny
environment: ${environment}
network: { toxiproxy: ${JSON.stringify(toxiproxy)} }
stage:
  up: '"${process.execPath}" "${SERVER}" 127.0.0.1:\${port.origin} \${provider} ${fallback} ${forgets} \${stage.dir}/forgotten.json http://127.0.0.1:\${port.told}/status'
  ready: \${desk}/health
components:
  provider:
    kind: model-provider
    dialect: openai
    route: { listen: '127.0.0.1:${providerPort}', upstream: mock }
    owner: tiny-team
  desk:
    kind: service
    route: { listen: '127.0.0.1:\${port.desk}', upstream: '127.0.0.1:\${port.origin}' }
    dependsOn: [provider]
journeys:
  ask:
    request: { method: POST, url: '\${desk}/ask', json: { question: '${question}' } }
    good: { status: 200, within: 2s, json: { $.answer: { contains: ${contains} } } }
    mode: $.degraded
    every: 50ms
${visits ? VISITS : ''}ledgers:
  notes:
    component: desk
    write:
      request: { method: POST, url: '\${desk}/notes', json: { id: '\${entry.id}', text: '\${entry.text}' } }
      status: 201
    remove: { request: { method: DELETE, url: '\${desk}/notes/\${entry.id}' }, status: 204, nth: 10, after: 300ms }
    read: { request: { url: '\${desk}/notes' }, items: $.notes, id: $.id, text: $.text, next: $.next, param: after }
    every: 20ms
    settle: 300ms
checks:
  health:
    request: { url: '\${desk}/health' }
    good: { status: 200, within: 2s, json: { $.status: ok } }
signals:
  failing-over:
    request: { url: '\${desk}/health' }
    when: { $.failingOver: true }
    every: 50ms
  users-told:
    received:
      at: 'http://127.0.0.1:\${port.told}/status'
      when: { $.text: { contains: looking into it } }
      off: { $.text: { contains: all is well } }
    role: communicated
${more}
`
}

// So few may wait that whoever comes while nobody is answered is soon not asked at all.
const VISITS = `
  visit:
    tenants: all
    component: desk
    request: { url: '\${desk}/visit/\${tenant.id}', headers: { authorization: 'Bearer \${tenant.key}' } }
    good: { status: 200, within: 2s }
    timeout: 2s
    every: 50ms
    maxInFlight: 3
tenants:
  acme: { key: acme-key }
  globex: { key: globex-key }
`

function scenarioYaml({
  platform,
  fault = 'kind: refuse',
  deadline = '8s',
  rto = '5s',
  rpo,
  targets,
  guards,
}: TinyChoices): string {
  return `
scenario: The tiny provider goes away
why: A drill that takes seconds, for tests
class: provider-outage
${platform === undefined ? '' : `platform: ${platform}`}
faults:
  - { break: provider, ${fault}, at: 0s, for: 1500ms }
recovery: automatic
targets: { rto: ${rto}${rpo === undefined ? '' : `, rpo: ${rpo}`}${targets === undefined ? '' : `, ${targets}`} }
gates: { smoke: [health] }
${guards === undefined ? '' : `guards: ${guards}`}
baseline: 600ms
deadline: ${deadline}
`
}
