import { resolve } from 'node:path'
import { checkIntegrity, integrityAnswer } from '../../gates/integrity/check-integrity.ts'
import { DrillError, messageOf } from '../../model/error.ts'
import type { GateMoment } from '../../model/gate-names.ts'
import { integrityGateName } from '../../model/gate-names.ts'
import type { StorePlace } from '../../model/store.ts'
import { lookAcross } from '../../probes/canaries/look-across.ts'
import { manifestOf } from '../../stores/manifest.ts'
import type { Store } from '../../stores/store.ts'
import { tombstonesIn } from '../../stores/tombstones.ts'
import type { Running } from '../drill.ts'
import type { AskedGate } from './gates.ts'

/** Asks the integrity gates: before anything is broken they remember, afterwards they compare. */
export async function askIntegrity(
  running: Running,
  during: GateMoment,
  smoke: readonly AskedGate[],
): Promise<readonly AskedGate[]> {
  const { drill, journal, abort } = running
  const asked: AskedGate[] = []
  for (const component of drill.scenario.gates.integrity) {
    abort.signal.throwIfAborted()
    const startedMs = journal.nowMs()
    const name = integrityGateName(component)
    const answer = await (during === 'baseline'
      ? remember(running, component)
      : compare(running, component, during, smoke)
    ).catch((error: unknown) => ({ verdict: 'failed' as const, detail: messageOf(error) }))
    journal.append({ type: 'gate.finished', gate: name, during, startedMs, ...answer })
    asked.push({ name, ...answer })
  }
  return asked
}

async function remember(running: Running, component: string) {
  const { means, drill, journal, stores } = running
  await using store = await means.stores.open(placeOf(drill.platform.components, component))
  const { manifest, names } = await manifestOf(store, drill.plan.seed)
  const vectors = new Map(
    (await store.get(manifest.questions.map(({ id }) => id))).map(row => [row.id, row.vector ?? []]),
  )
  const { erased, risen } = await stillThere(store, tombstonesOf(running, component))
  stores.well.set(component, { manifest, names, erased, vectors })
  journal.append({ type: 'integrity.taken', component, manifest })
  const tenants = Object.keys(manifest.tenants).filter(tenant => tenant !== '').length
  const detail = `${manifest.rows} rows${tenants === 0 ? '' : ` of ${tenants} tenants`}, ${manifest.samples.length} of them and ${manifest.questions.length} questions remembered`
  if (risen.length > 0)
    return { verdict: 'failed' as const, detail: `deleted for good, and there before anything was broken: ${risen[0]}` }
  return { verdict: manifest.rows > 0 ? ('passed' as const) : ('failed' as const), detail }
}

async function compare(running: Running, component: string, during: GateMoment, smoke: readonly AskedGate[]) {
  const { drill, journal, stores } = running
  const before = stores.well.get(component)
  if (before === undefined) return { verdict: 'inconclusive' as const, detail: 'nobody looked at it while it was well' }
  const place = placeOf(drill.platform.components, component)
  await using store = await openRestored(running, component, place, during)
  const bad = smoke.filter(gate => gate.verdict !== 'passed')
  const checks = await checkIntegrity({
    store,
    before,
    damagedMs: stores.damagedWallMs(),
    // Healed means put back by us: nothing may be missing then.
    rpoMs: during === 'recovered' ? (drill.scenario.targets.rpoMs ?? 0) : 0,
    application: {
      works: bad.length === 0,
      detail:
        bad.length === 0
          ? 'journeys and smoke checks are good'
          : bad.map(({ name, detail }) => `${name}: ${detail}`).join('; '),
    },
    across: acrossOf(running),
    tombstones: tombstonesOf(running, component),
  })
  journal.append({ type: 'integrity.checked', component, during, checks })
  return integrityAnswer(checks)
}

/** Tenants look for what others have where the platform says that they hide something, and where. */
function acrossOf({ world, drill }: Running) {
  const { canaries } = drill.platform
  const looks = canaries.flatMap(({ asks }) => Object.values(asks)).some(({ look }) => look !== undefined)
  return looks ? () => lookAcross(world, drill.platform, drill.id) : undefined
}

/** What the platform says was deleted for good, a few hundred ids at a time. */
function tombstonesOf({ world, drill }: Running, id: string): (() => AsyncIterable<readonly string[]>) | undefined {
  const file = drill.platform.components.find(component => component.id === id)?.tombstones
  return file === undefined ? undefined : () => tombstonesIn(world.files, resolve(drill.platform.dir, file))
}

async function stillThere(
  store: Store,
  tombstones: (() => AsyncIterable<readonly string[]>) | undefined,
): Promise<{ readonly erased: number; readonly risen: readonly string[] }> {
  let erased = 0
  const risen: string[] = []
  for await (const ids of tombstones?.() ?? []) {
    erased += ids.length
    risen.push(...(await store.get(ids)).map(row => row.id))
  }
  return { erased, risen }
}

/** An isolated restore is judged where it went; everything else where it belongs. */
async function openRestored(
  { means, drill }: Running,
  component: string,
  place: StorePlace,
  during: GateMoment,
): Promise<Store> {
  const isolated = drill.scenario.faults.some(fault => fault.kind === 'store.scratch' && fault.component === component)
  const store = await means.stores.open(place)
  if (!isolated || during !== 'recovered') return store
  const beside = store.scratch('isolated')
  await store[Symbol.asyncDispose]()
  return means.stores.open(beside)
}

function placeOf(components: Running['drill']['platform']['components'], id: string): StorePlace {
  const place = components.find(component => component.id === id)?.store
  if (place !== undefined) return place
  throw new DrillError('NOT_AVAILABLE', `${id} is no store that can be reached.`, {
    hint: 'give it "driver" and "connect" in the platform file. Nothing was changed',
  })
}
