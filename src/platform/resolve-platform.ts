import type { Component } from '../model/component.ts'
import type { Platform, Stage, ToxiproxyChoice } from '../model/platform.ts'
import type { StorePlace } from '../model/store.ts'
import type { Parsed, Resolved } from '../yaml/tree.ts'
import { inOrder, keysAt } from '../yaml/tree.ts'
import type { Secret } from './environment.ts'
import { environmentProblems, secretsOf } from './environment.ts'
import type { Given } from './fill.ts'
import { fill } from './fill.ts'
import { ms } from './resolve/resolve-asked.ts'
import { resolveGolden } from './resolve/resolve-golden.ts'
import { resolveCheck, resolveJourney } from './resolve/resolve-journey.ts'
import { resolveLedger } from './resolve/resolve-ledger.ts'
import { resolveAtMost, resolveCustom, resolveProcess } from './resolve/resolve-machine.ts'
import { resolveCanary, resolveIntruder, resolveOutlet, resolveTenant } from './resolve/resolve-sharing.ts'
import { resolveSignal } from './resolve/resolve-signal.ts'
import { addressProblems } from './rules/address-rules.ts'
import type { WrittenComponent, WrittenPlatform, WrittenToxiproxy } from './schema.ts'
import { resolveSpec } from './schemas/spec-schema.ts'
import { forEachTenant } from './tenancy.ts'

/** A platform ready to be drilled, and the secrets in it that nothing may show. */
export interface ResolvedPlatform {
  readonly platform: Platform
  readonly secrets: readonly Secret[]
}

/** Fills in a platform's placeholders and all it left unsaid. Of a file with problems it finds the rest of the problems. */
export function resolvePlatform(parsed: Parsed<WrittenPlatform>, given: Given): Resolved<ResolvedPlatform> {
  const { tree } = parsed
  const found = tree === undefined ? [] : environmentProblems(tree, given.env)
  if (!parsed.ok) return { ok: false, problems: inOrder([...parsed.problems, ...found]) }
  const all = keysAt(parsed.tree, ['tenants'])
  const filledFor = new Map(all.map(tenant => [tenant, fill(parsed.tree, given, tenant) as WrittenPlatform]))
  // Where several tenants do the same, each fills it with what is theirs; without tenants there is nothing of theirs to fill.
  const filled = [...filledFor.values()][0] ?? (fill(parsed.tree, given) as WrittenPlatform)
  const everyWay = filledFor.size === 0 ? [filled] : [...filledFor.values()]
  const problems = [...found, ...(found.length > 0 ? [] : everyWay.flatMap(one => addressProblems(parsed.tree, one)))]
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) }
  const platform = resolved(filled, filledFor, parsed.tree.file, given.dir)
  return { ok: true, value: { platform, secrets: secretsOf(parsed.tree, given.env) } }
}

function resolved(
  written: WrittenPlatform,
  filledFor: ReadonlyMap<string, WrittenPlatform>,
  file: string,
  dir: string,
): Platform {
  const all = [...filledFor.keys()]
  const theirs = (tenant: string): WrittenPlatform => filledFor.get(tenant) ?? written
  return {
    name: written.platform,
    file,
    dir,
    environment: written.environment,
    toxiproxy: toxiproxyChoice(written.network?.toxiproxy),
    stage: written.stage === undefined ? undefined : resolveStage(written.stage),
    components: Object.entries(written.components).map(([id, component]) => resolveComponent(id, component)),
    journeys: forEachTenant(written.journeys, tenant => theirs(tenant).journeys, all).map(journey =>
      resolveJourney(journey, dir),
    ),
    checks: forEachTenant(written.checks ?? {}, tenant => theirs(tenant).checks ?? {}, all).map(check =>
      resolveCheck(check, dir),
    ),
    signals: Object.entries(written.signals ?? {}).map(([id, signal]) => resolveSignal(id, signal)),
    tenants: Object.entries(written.tenants ?? {}).map(([id, tenant]) => resolveTenant(id, tenant)),
    canaries: Object.entries(written.canaries ?? {}).map(([id, canary]) => {
      const theirCanaries = all.map(tenant => [tenant, theirs(tenant).canaries?.[id] ?? canary] as const)
      return resolveCanary(id, canary, Object.fromEntries(theirCanaries), dir)
    }),
    intruders: Object.entries(written.intruders ?? {}).map(([id, intruder]) => resolveIntruder(id, intruder)),
    outlets: forEachTenant(written.outlets ?? {}, tenant => theirs(tenant).outlets ?? {}, all).map(outlet =>
      resolveOutlet(outlet, dir),
    ),
    ledgers: forEachTenant(written.ledgers ?? {}, tenant => theirs(tenant).ledgers ?? {}, all).map(resolveLedger),
    golden: Object.entries(written.golden ?? {}).map(([id, golden]) => resolveGolden(id, golden)),
    specs: Object.entries(written.specs ?? {}).map(([id, spec]) => resolveSpec(id, spec)),
    people: resolvePeople(written.people ?? {}),
    runbooks: { environment: written.runbooks?.environment ?? {} },
    custom: resolveCustom(written.custom ?? {}),
    atMost: resolveAtMost(written.atMost),
    prometheus: written.prometheus,
  }
}

function toxiproxyChoice(written: WrittenToxiproxy = 'embedded'): ToxiproxyChoice {
  if (typeof written === 'object') {
    return written.container === undefined
      ? { kind: 'binary', file: written.binary ?? TOXIPROXY_PROGRAM }
      : { kind: 'container', image: written.container }
  }
  switch (written) {
    case 'embedded':
      return { kind: 'embedded' }
    case 'binary':
      return { kind: 'binary', file: TOXIPROXY_PROGRAM }
    case 'container':
      return { kind: 'container', image: TOXIPROXY_IMAGE }
    default:
      return { kind: 'url', url: written }
  }
}

const TOXIPROXY_PROGRAM = 'toxiproxy-server'
// The release that the contract suite holds ours against.
const TOXIPROXY_IMAGE = 'ghcr.io/shopify/toxiproxy:2.12.0'

function resolveStage({ up, ready, within }: NonNullable<WrittenPlatform['stage']>): Stage {
  return { up, ready, readyWithinMs: ms(within, 30_000) }
}

function resolveComponent(id: string, written: WrittenComponent): Component {
  return {
    id,
    kind: written.kind,
    dialect: written.dialect,
    route: written.route && {
      listen: written.route.listen,
      upstream:
        written.route.upstream === 'mock' ? { kind: 'mock' } : { kind: 'address', address: written.route.upstream },
    },
    process: written.process && resolveProcess(written.process),
    container: written.container,
    region: written.region,
    folder: written.folder,
    dependsOn: written.dependsOn ?? [],
    owner: written.owner,
    tier: written.tier,
    targets: { rtoMs: ms(written.targets?.rto, undefined), rpoMs: ms(written.targets?.rpo, undefined) },
    failover: written.failover,
    backup: written.backup && {
      how: written.backup.how,
      everyMs: ms(written.backup.every, undefined),
      runbook: written.backup.runbook,
    },
    drillEveryMs: ms(written.drill?.every, undefined),
    largest: written.largest,
    tombstones: written.tombstones,
    store: resolveStore(id, written),
  }
}

/** A component that says how it is reached keeps data; where it does not say in what, that is called like itself. */
function resolveStore(id: string, { driver, connect, data }: WrittenComponent): StorePlace | undefined {
  if (driver === undefined || connect === undefined) return undefined
  // A folder is what it is connected to.
  const usual = driver === 'folder' ? '.' : id
  const { collection = usual, id: key = 'id', tenant, vector, payload, written } = data ?? {}
  return { driver, connect, collection, fields: { id: key, tenant, vector, payload, written } }
}

/** People by what they do; who leads the work on a part goes under `leads.` and its owner. */
function resolvePeople({ leads, ...people }: NonNullable<WrittenPlatform['people']>): Readonly<Record<string, string>> {
  const roles = Object.entries(people).filter(entry => entry[1] !== undefined)
  return Object.fromEntries([...roles, ...Object.entries(leads ?? {}).map(([owner, name]) => [`leads.${owner}`, name])])
}
