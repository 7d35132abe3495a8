import type { Happening } from '../../model/event.ts'
import type { HttpRequest } from '../../model/http.ts'
import type { Platform } from '../../model/platform.ts'
import type { CanaryAsks, CanaryDeed, CanaryPlace, PlantedText, Tenant } from '../../model/sharing.ts'
import { askedWith } from '../../model/tenant.ts'
import type { World } from '../../model/world.ts'
import { parsed } from '../answer.ts'
import { valueAt } from '../json-path.ts'
import { mentionsId, performCanaryDeed } from './canary-deed.ts'
import { canaryOf } from './canary-text.ts'
import { filledRequest } from './filled.ts'

/** One text that one tenant has hidden in one place. */
export interface Planted {
  readonly place: CanaryPlace
  readonly tenant: Tenant
  /** By which name it can be read, where the platform said so. */
  readonly id: string | undefined
}

/** Where it is noted what is about to be hidden, and what was. */
export interface PlantingNotes {
  readonly emit: (happening: Happening) => void
  /** Resolves when it is on the disk, so that whoever comes after our death knows of it. */
  readonly commit: (happening: Happening) => Promise<unknown>
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
  notes: PlantingNotes,
  signal?: AbortSignal,
): Promise<readonly Planted[]> {
  const wanted = canaries.flatMap(place => tenants.map(tenant => ({ place, tenant })))
  const planted: Planted[] = []
  const troubles: unknown[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let one = wanted[next++]; one !== undefined; one = wanted[next++]) {
      // Nothing more is hidden once we are to end, or once one intent could not be noted.
      if (signal?.aborted === true || troubles.length > 0) return
      const { place, tenant } = one
      const canary = canaryOf(drill, tenant.id, place.id)
      const { trouble, detail, id, refused } = await plantOne(world, place, tenant, { canary, tenants, notes })
      const hidden = trouble === undefined
      notes.emit({
        type: 'canary.planted',
        ...{ canary, tenant: tenant.id, place: place.id, planted: hidden, detail: trouble ?? detail },
        ...(refused ? { refused } : {}),
        ...(place.asks[tenant.id]?.remove === undefined ? { stays: true } : {}),
      })
      if (hidden) planted.push({ place, tenant, id })
    }
  }
  // Whoever fails waits for the others: what is hidden after everything was put back would stay.
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, wanted.length) }, () => worker().catch(error => void troubles.push(error))),
  )
  if (troubles.length > 0) throw troubles[0]
  signal?.throwIfAborted()
  return planted
}

interface Hidden {
  readonly trouble: string | undefined
  readonly detail: string
  readonly id: string | undefined
  /** Whether it is certain that nothing was hidden. */
  readonly refused: boolean
}

interface Hiding {
  readonly canary: string
  readonly tenants: readonly Tenant[]
  readonly notes: PlantingNotes
}

async function plantOne(world: Planting, place: CanaryPlace, tenant: Tenant, hiding: Hiding): Promise<Hidden> {
  const { canary, tenants, notes } = hiding
  const named = { place: place.id, tenant: tenant.id }
  const theirs = place.asks[tenant.id]
  if (theirs === undefined) return { trouble: 'nothing says how', detail: '', id: undefined, refused: true }
  const text = textOf(theirs, place.idAt, tenant, hiding)
  // On the disk before it is hidden: our death must not leave it where it is.
  if (text !== undefined) {
    const undo = { kind: 'canary.remove', place: place.id, texts: [text] } as const
    await notes.commit({ type: 'canary.intended', ...named, undo })
  }
  const deed = await performCanaryDeed(world, asOwner(theirs.plant, tenant, tenants), { canary }, DEED_LIMIT_MS)
  if (deed.state !== 'done') {
    const refused = deed.state === 'refused' || deed.state === 'gone'
    return { trouble: deed.detail, detail: '', id: undefined, refused }
  }
  const value = place.idAt === undefined ? undefined : valueAt(parsed(deed.answer), place.idAt)
  const id = value === undefined ? undefined : String(value)
  if (id !== undefined && text?.named !== undefined) await notes.commit({ type: 'canary.named', ...named, id })
  const trouble =
    (await warm(world, theirs, tenant, { canary, id, tenants })) ??
    (await lookedUp(world, theirs, tenant, { canary, tenants }))
  return { trouble, detail: deed.detail, id, refused: false }
}

/** What takes it away again; undefined where nothing does. */
function textOf(
  { remove, look }: CanaryAsks,
  idAt: string | undefined,
  tenant: Tenant,
  { canary, tenants }: Hiding,
): PlantedText | undefined {
  if (remove === undefined) return undefined
  const text = { tenant: tenant.id, canary, remove: asOwner(remove, tenant, tenants) }
  if (!mentionsId(remove)) return text
  return { ...text, named: { idAt, look: look && askedWith(look, tenants, tenant.key) } }
}

function asOwner(deed: CanaryDeed, { key }: Tenant, tenants: readonly Tenant[]): CanaryDeed {
  return deed.kind === 'command' ? deed : { kind: 'request', request: askedWith(deed.request, tenants, key) }
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

function wordsOf({ method, url }: HttpRequest): string {
  return `${method} ${URL.parse(url)?.pathname ?? url}`
}
