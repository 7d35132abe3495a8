import type { HttpOutcome, HttpRequest } from '../model/http.ts'
import type { Platform } from '../model/platform.ts'
import type { CanaryAsks, CanaryPlace } from '../model/sharing.ts'
import { askedWith, tenantOf } from '../model/tenant.ts'
import { canariesIn } from '../probes/canaries/canary-text.ts'

/** How a toy platform keeps its tenants apart: each reads what it has hidden, and nobody gets in with a key of nobody. */
export function toySharing(
  { tenants, canaries, intruders }: Platform,
  leaks: boolean,
): {
  /** Undefined: that is no question about whose is what. */
  answer(request: HttpRequest): HttpOutcome | undefined
  /** What is hidden just now and could be taken away: `place.tenant`. */
  hidden(): readonly string[]
} {
  const hidden = new Map<string, string>()
  const removable = (place: CanaryPlace, tenant: string): boolean => place.asks[tenant]?.remove !== undefined
  return {
    hidden: () =>
      canaries.flatMap(place =>
        tenants.flatMap(({ id }) => {
          const name = `${place.id}.${id}`
          return hidden.has(name) && removable(place, id) ? [name] : []
        }),
      ),
    answer(request) {
      if (tenants.length === 0) return undefined
      const asker = tenantOf(request, tenants)?.id
      const stranger = intruders.some(intruder => Object.values(intruder.keys).some(key => carries(request, key)))
      if (asker === undefined) return stranger ? reply(401, {}) : undefined
      const asking = tenants.find(({ id }) => id === asker)
      for (const place of canaries) {
        const theirs = asker === undefined ? undefined : place.asks[asker]
        const [canary] = canariesIn(request.body ?? '')
        if (canary !== undefined && hides(theirs, request, canary)) {
          hidden.set(`${place.id}.${asker}`, canary)
          return reply(200, { id: `${place.id}.${asker}` })
        }
        if (removes(place, asker, request)) return reply(hidden.delete(`${place.id}.${asker}`) ? 200 : 404, {})
        const look = theirs?.look
        if (look !== undefined && asking !== undefined && isSame(request, askedWith(look, tenants, asking.key)))
          return reply(200, {
            found: { id: `${place.id}.${asker}`, text: hidden.get(`${place.id}.${asker}`) ?? null },
            others: leaks ? [...hidden.values()] : [],
          })
        const owner = tenants.find(({ id }) => request.url === readOf(place, id))
        if (owner !== undefined) return owner.id === asker ? reply(200, { found: owner.id }) : reply(404, {})
      }
      return undefined
    },
  }
}

function hides(asks: CanaryAsks | undefined, { url, body }: HttpRequest, canary: string): boolean {
  if (asks?.plant.kind !== 'request') return false
  const { request } = asks.plant
  return url === request.url && body === request.body?.replaceAll('{canary}', canary)
}

function removes({ id, asks }: CanaryPlace, asker: string, { method, url }: HttpRequest): boolean {
  const remove = asks[asker]?.remove
  if (remove?.kind !== 'request' || remove.request.method !== method) return false
  return url === remove.request.url.replaceAll('{id}', encodeURIComponent(`${id}.${asker}`))
}

/** Several places may be looked into at one address, each with a question of its own. */
function isSame(request: HttpRequest, look: HttpRequest): boolean {
  return request.method === look.method && request.url === look.url && request.body === look.body
}

function readOf({ id, asks }: CanaryPlace, tenant: string): string | undefined {
  return asks[tenant]?.read?.url.replaceAll('{id}', `${id}.${tenant}`)
}

function carries({ headers, url, body = '' }: HttpRequest, key: string): boolean {
  return [url, body, ...Object.values(headers)].some(text => text.includes(key))
}

function reply(status: number, body: unknown): HttpOutcome {
  return { kind: 'reply', status, headers: {}, body: JSON.stringify(body) }
}
