import type { Happening } from '../../model/event.ts'
import type { HttpRequest } from '../../model/http.ts'
import type { Journey } from '../../model/journey.ts'
import type { Platform } from '../../model/platform.ts'
import { tenantOf } from '../../model/tenant.ts'
import type { Http } from '../../model/world.ts'
import { canariesIn, canaryOf } from './canary-text.ts'

type Emit = (happening: Happening) => void

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

// Of what is seen again and again so much is told; what is seen for the first time has room of its own.
const MOST_AGAIN = 1000
const MOST_NEW = 1000

/** The same way to ask, but every answer is searched for what belongs to somebody else than the one who asked. */
export function searchedHttp(http: Http, { canaries, tenants }: Platform, drill: string, emit: Emit): Search {
  const owners = new Map(
    canaries.flatMap(place => tenants.map(tenant => [canaryOf(drill, tenant.id, place.id), tenant.id] as const)),
  )
  let answers = 0
  const known = new Set<string>()
  let again = 0
  const readable = (text: string, seenBy: string | undefined, where: string): void => {
    answers++
    for (const canary of new Set(canariesIn(text))) {
      const owner = owners.get(canary)
      if (owner === undefined || owner === seenBy) continue
      const sighting = `${canary} ${seenBy} ${where}`
      if (known.has(sighting) ? ++again > MOST_AGAIN : known.size >= MOST_NEW) continue
      known.add(sighting)
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

/** The same path for all that are called by names of their own. */
function pathOf(url: string): string {
  const path = URL.parse(url)?.pathname
  if (path === undefined) return url
  return path
    .split('/')
    .map(word => (word.length >= 12 && /\d/.test(word) ? '…' : word))
    .join('/')
}
