import { messageOf } from '../model/error.ts'
import type { Happening } from '../model/event.ts'
import type { HttpRequest } from '../model/http.ts'
import type { Journey } from '../model/journey.ts'
import type { Platform } from '../model/platform.ts'
import type { CanaryPlace, Tenant } from '../model/sharing.ts'
import { askedWith, tenantOf } from '../model/tenant.ts'
import type { Http, World } from '../model/world.ts'
import { parsed } from './answer.ts'
import { canariesIn, canaryOf } from './canary-text.ts'
import { valueAt } from './json-path.ts'

/** One text that one tenant has hidden in one place. */
export interface Planted {
  readonly place: CanaryPlace
  readonly tenant: Tenant
  /** By which name it can be read, where the platform said so. */
  readonly id: string | undefined
}

type Emit = (happening: Happening) => void

/** Has every tenant hide a text of its own in every place. */
export async function plantCanaries(
  world: Pick<World, 'http'>,
  { canaries, tenants }: Platform,
  drill: string,
  emit: Emit,
): Promise<readonly Planted[]> {
  const wanted = canaries.flatMap(place => tenants.map(tenant => ({ place, tenant })))
  const planted: Planted[] = []
  for (const { place, tenant } of wanted) {
    const canary = canaryOf(drill, tenant.id, place.id)
    const request = filled(askedWith(place.plant, tenants, tenant.key), { canary })
    const outcome = await world.http.send(request, { timeoutMs: 10_000 })
    const done = outcome.kind === 'reply' && outcome.status < 300
    const detail = outcome.kind === 'reply' ? `status ${outcome.status}` : outcome.detail
    emit({ type: 'canary.planted', canary, tenant: tenant.id, place: place.id, planted: done, detail })
    if (!done) continue
    const id = place.idAt === undefined ? undefined : valueAt(parsed(outcome.body), place.idAt)
    planted.push({ place, tenant, id: id === undefined ? undefined : String(id) })
  }
  return planted
}

/** Takes away what can be taken away. What cannot stays: it is a text that means nothing to anybody. */
export async function uprootCanaries(
  world: Pick<World, 'http'>,
  { tenants }: Platform,
  planted: readonly Planted[],
): Promise<void> {
  for (const { place, tenant, id } of planted) {
    if (place.remove === undefined || id === undefined) continue
    await world.http.send(filled(askedWith(place.remove, tenants, tenant.key), { id }), { timeoutMs: 5000 })
  }
}

/** Asks, as every tenant, for what it may see, and for what only another may; again and again until told to stop. */
export async function lookForCanaries(
  world: Pick<World, 'http' | 'clock'>,
  { tenants }: Platform,
  { place, tenant, id }: Planted,
  watch: { readonly nowMs: () => number; readonly emit: Emit; readonly signal: AbortSignal },
): Promise<void> {
  const others = tenants.filter(other => other.id !== tenant.id)
  const read = id === undefined ? undefined : place.read
  for (let round = 0; !watch.signal.aborted; round++) {
    // Whatever comes back is searched by the one who sends.
    if (place.look !== undefined) await ask(world, askedWith(place.look, tenants, tenant.key))
    // One of the others at a time: with many tenants all of them would be a load of their own.
    const other = others[round % others.length]
    if (read !== undefined && other !== undefined) {
      const dueMs = watch.nowMs()
      const request = filled(askedWith(read, tenants, other.key), { id: id ?? '' })
      const answer = await ask(world, request)
      watch.emit({
        type: 'intruder.tried',
        intruder: place.id,
        key: 'another tenant’s',
        dueMs,
        tookMs: watch.nowMs() - dueMs,
        ...answer,
      })
    }
    await world.clock.sleep(place.everyMs, watch.signal).catch(() => {})
  }
}

async function ask({ http }: Pick<World, 'http'>, request: HttpRequest) {
  const outcome = await http.send(request, { timeoutMs: 5000 }).catch(error => messageOf(error))
  if (typeof outcome === 'string') return { outcome: 'no-answer', detail: outcome } as const
  if (outcome.kind === 'failed') return { outcome: 'no-answer', detail: outcome.detail } as const
  return { outcome: outcome.status < 400 ? 'let-in' : 'refused', detail: `status ${outcome.status}` } as const
}

/** What is being looked at for texts of others. */
export interface Search {
  readonly http: Http
  /** An answer to a journey that is not asked over HTTP. */
  told(journey: Journey, answer: string): void
  /** Anything else that somebody can read; undefined: somebody who must be told nothing of anybody. */
  readable(text: string, by: string | undefined, where: string): void
  /** How many answers have been searched since this was last asked. */
  searched(): number
}

const MOST_SIGHTINGS = 1000

/** The same way to ask, but every answer is searched for what belongs to somebody else than the one who asked. */
export function searchedHttp(http: Http, { canaries, tenants }: Platform, drill: string, emit: Emit): Search {
  const owners = new Map(
    canaries.flatMap(place => tenants.map(tenant => [canaryOf(drill, tenant.id, place.id), tenant.id] as const)),
  )
  let answers = 0
  let sightings = 0
  const readable = (text: string, seenBy: string | undefined, where: string): void => {
    answers++
    for (const canary of new Set(canariesIn(text))) {
      const owner = owners.get(canary)
      if (owner === undefined || owner === seenBy || ++sightings > MOST_SIGHTINGS) continue
      emit({ type: 'canary.seen', canary, owner, seenBy, where })
    }
  }
  if (owners.size === 0) return { http, told() {}, readable() {}, searched: () => 0 }
  const asker = (request: HttpRequest): string | undefined => tenantOf(request, tenants)?.id
  return {
    readable,
    told: (journey, answer) => readable(answer, journey.tenant ?? asker(asIfRequest(journey)), `journey ${journey.id}`),
    http: {
      async send(request, options) {
        const outcome = await http.send(request, options)
        if (outcome.kind === 'reply') {
          const text = `${Object.values(outcome.headers).join('\n')}\n${outcome.body}`
          readable(text, asker(request), `${request.method} ${pathOf(request.url)}`)
        }
        return outcome
      },
    },
    searched() {
      const count = answers
      answers = 0
      return count
    },
  }
}

/** Whoever's key a question holds asks it, whatever way it goes. */
function asIfRequest(journey: Journey): HttpRequest {
  return { method: '', url: '', headers: {}, body: JSON.stringify(journey) }
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? url
}

function filled(request: HttpRequest, values: { readonly canary?: string; readonly id?: string }): HttpRequest {
  const fill = (text: string): string =>
    text.replaceAll('{canary}', values.canary ?? '{canary}').replaceAll('{id}', encodeURIComponent(values.id ?? '{id}'))
  return { ...request, url: fill(request.url), body: request.body === undefined ? undefined : fill(request.body) }
}
