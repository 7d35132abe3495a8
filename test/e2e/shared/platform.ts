import { fileURLToPath } from 'node:url'
import { type DrillFolder, drillFolder } from '../drill-folder.ts'

/** What a test may change about the shared platform and its scenario. */
export interface SharedChoices {
  /** How the server behaves: `bulkheads=off,leakEvery=1000`. */
  readonly manners?: string
  readonly faults?: string
  readonly isolation?: string
  readonly baseline?: string
  /** When waiting ends; what a scenario has unless it says. */
  readonly deadline?: string
}

const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url))

/** A folder with a platform that three tenants share, and one scenario for it: drills of some seconds. */
export function sharedPlatform(choices: SharedChoices = {}): Promise<DrillFolder> {
  return drillFolder('shared', 'blast.yaml', { platform: platformYaml(choices), scenario: scenarioYaml(choices) })
}

function platformYaml({ manners = '' }: SharedChoices): string {
  return `platform: shared
environment: local
stage:
  up: '"${process.execPath}" "${SERVER}" 127.0.0.1:\${port.shop-origin} "${manners}"'
  ready: \${shop}/health
components:
  shop:
    kind: service
    route: { listen: "127.0.0.1:\${port.shop}", upstream: "127.0.0.1:\${port.shop-origin}" }
    owner: shop-team
tenants:
  acme: { key: acme-key }
  initech: { key: initech-key }
  globex: { key: globex-key, quota: { rate: 30/s, burst: 5 } }
journeys:
  ask:
    tenants: all
    request: { url: "\${shop}/ask", headers: { authorization: "Bearer \${tenant.key}" } }
    good: { status: 200, within: 1s, json: { $.answer: forty-two } }
    every: 40ms
canaries:
  notes:
    plant: { url: "\${shop}/notes", headers: { authorization: "Bearer \${tenant.key}" }, json: { text: "secret {canary}" } }
    id: $.id
    look: { url: "\${shop}/notes", headers: { authorization: "Bearer \${tenant.key}" } }
    read: { url: "\${shop}/notes/{id}", headers: { authorization: "Bearer \${tenant.key}" } }
intruders:
  ask:
    request: { url: "\${shop}/ask", headers: { authorization: "Bearer \${tenant.key}" } }
    keys: { forged: forged-key, revoked: revoked-key }
`
}

/** A hundred a second at a platform that can do four hundred, and grants the one who asks thirty. */
export const BLAST =
  '{ break: shop, kind: load.tenant, tenant: globex, arrivals: { poisson: 100/s }, asks: [{ journey: ask }], for: 4.6s }'

function scenarioYaml({
  faults = BLAST,
  isolation = '{ p99: 4x, errors: +2%, leaks: 0 }',
  baseline = '4.6s',
  deadline,
}: SharedChoices): string {
  return `scenario: A tenant asks for everything
why: One did
class: tenant-blast
platform: platform.yaml
faults:
  - ${faults}
targets: { isolation: ${isolation} }
baseline: ${baseline}
${deadline === undefined ? '' : `deadline: ${deadline}\n`}`
}
