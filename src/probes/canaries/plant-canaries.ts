import type { Happening } from '../../model/event.ts'
import type { HttpRequest } from '../../model/http.ts'
import type { Platform } from '../../model/platform.ts'
import type { CanaryAsks, CanaryDeed, CanaryPlace, Tenant } from '../../model/sharing.ts'
import { askedWith } from '../../model/tenant.ts'
import type { World } from '../../model/world.ts'
import { parsed } from '../answer.ts'
import { valueAt } from '../json-path.ts'
import { canaryOf } from './canary-text.ts'
import { filledCommand, filledRequest } from './filled.ts'

/** One text that one tenant has hidden in one place. */
export interface Planted {
  readonly place: CanaryPlace
  readonly tenant: Tenant
  /** By which name it can be read, where the platform said so. */
  readonly id: string | undefined
}

type Planting = Pick<World, 'http' | 'clock' | 'processes'>

// A platform of many tenants is not to be flooded by us before the drill.
const AT_ONCE = 8
const DEED_LIMIT_MS = 10_000
// What is indexed or read again later is found a moment after it was hidden.
const FOUND_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 200

/** Has every tenant hide a text of its own in every place, and sees that its owner finds it there: what is not there cannot leak. */
export async function plantCanaries(
  world: Planting,
  { canaries, tenants }: Platform,
  drill: string,
  emit: (happening: Happening) => void,
): Promise<readonly Planted[]> {
  const wanted = canaries.flatMap(place => tenants.map(tenant => ({ place, tenant })))
  const planted: Planted[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let which = next++; which < wanted.length; which = next++) {
      const one = wanted[which]
      if (one === undefined) return
      const { place, tenant } = one
      const canary = canaryOf(drill, tenant.id, place.id)
      const { trouble, detail, id } = await plantOne(world, place, tenant, { canary, tenants })
      const hidden = trouble === undefined
      const text = trouble ?? detail
      emit({ type: 'canary.planted', canary, tenant: tenant.id, place: place.id, planted: hidden, detail: text })
      if (hidden) planted.push({ place, tenant, id })
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, wanted.length) }, worker))
  return planted
}

/** Takes away what can be taken away. What cannot stays: it is a text that means nothing to anybody. */
export async function uprootCanaries(
  world: Pick<World, 'http' | 'processes'>,
  { tenants }: Platform,
  planted: readonly Planted[],
): Promise<void> {
  for (const { place, tenant, id } of planted) {
    const remove = place.asks[tenant.id]?.remove
    if (remove === undefined || (id === undefined && mentionsId(remove))) continue
    await perform(world, remove, tenant, { values: id === undefined ? {} : { id }, tenants })
  }
}

interface Hidden {
  readonly trouble: string | undefined
  readonly detail: string
  readonly id: string | undefined
}

async function plantOne(
  world: Planting,
  { idAt, asks }: CanaryPlace,
  tenant: Tenant,
  { canary, tenants }: { readonly canary: string; readonly tenants: readonly Tenant[] },
): Promise<Hidden> {
  const theirs = asks[tenant.id]
  if (theirs === undefined) return { trouble: 'nothing says how', detail: '', id: undefined }
  const deed = await perform(world, theirs.plant, tenant, { values: { canary }, tenants })
  if (!deed.done) return { trouble: deed.detail, detail: '', id: undefined }
  const value = idAt === undefined ? undefined : valueAt(parsed(deed.answer), idAt)
  const id = value === undefined ? undefined : String(value)
  const trouble =
    (await warm(world, theirs, tenant, { canary, id, tenants })) ??
    (await lookedUp(world, theirs, tenant, { canary, tenants }))
  return { trouble, detail: deed.detail, id }
}

async function warm(
  { http }: Planting,
  { warm: questions }: CanaryAsks,
  { key }: Tenant,
  {
    canary,
    id,
    tenants,
  }: { readonly canary: string; readonly id: string | undefined; readonly tenants: readonly Tenant[] },
): Promise<string | undefined> {
  for (const question of questions) {
    const request = filledRequest(askedWith(question, tenants, key), { canary, ...(id === undefined ? {} : { id }) })
    const outcome = await http.send(request, { timeoutMs: DEED_LIMIT_MS })
    if (outcome.kind === 'failed') return `${wordsOf(request)} after it: ${outcome.detail}`
    if (outcome.status >= 300) return `${wordsOf(request)} after it: status ${outcome.status}`
  }
  return undefined
}

/** Asks as its owner until its own text comes back. */
async function lookedUp(
  { http, clock }: Planting,
  { look }: CanaryAsks,
  { key }: Tenant,
  { canary, tenants }: { readonly canary: string; readonly tenants: readonly Tenant[] },
): Promise<string | undefined> {
  if (look === undefined) return undefined
  const request = askedWith(look, tenants, key)
  const untilMs = clock.nowMs() + FOUND_WITHIN_MS
  for (;;) {
    const outcome = await http.send(request, { timeoutMs: DEED_LIMIT_MS })
    if (outcome.kind === 'reply' && outcome.body.includes(canary)) return undefined
    if (clock.nowMs() >= untilMs) {
      const last = outcome.kind === 'reply' ? `status ${outcome.status}` : outcome.detail
      return `its owner did not find it by ${wordsOf(request)} (${last})`
    }
    await clock.sleep(LOOK_EVERY_MS)
  }
}

async function perform(
  { http, processes }: Pick<World, 'http' | 'processes'>,
  deed: CanaryDeed,
  { key }: Tenant,
  { values, tenants }: { readonly values: Readonly<Record<string, string>>; readonly tenants: readonly Tenant[] },
): Promise<{ readonly done: boolean; readonly detail: string; readonly answer: string }> {
  if (deed.kind === 'command') {
    const { cwd, timeoutMs } = deed
    const { state, code, output } = await processes.run({
      ...{ command: filledCommand(deed.command, values), cwd, env: {}, timeoutMs },
    })
    const last = output.trim().split('\n').at(-1)?.slice(0, 160) ?? ''
    const detail =
      code === null ? `the command was ${state}: ${last}` : `exit code ${code}${code === 0 ? '' : `: ${last}`}`
    return { done: state === 'done', detail, answer: output }
  }
  const outcome = await http.send(filledRequest(askedWith(deed.request, tenants, key), values), {
    timeoutMs: DEED_LIMIT_MS,
  })
  if (outcome.kind === 'failed') return { done: false, detail: outcome.detail, answer: '' }
  return { done: outcome.status < 300, detail: `status ${outcome.status}`, answer: outcome.body }
}

function mentionsId(deed: CanaryDeed): boolean {
  if (deed.kind === 'command') return deed.command.includes('{id}')
  return `${deed.request.url}${deed.request.body ?? ''}`.includes('{id}')
}

function wordsOf({ method, url }: HttpRequest): string {
  return `${method} ${URL.parse(url)?.pathname ?? url}`
}
