import type { Fault } from '../model/fault.ts'
import type { HttpRequest } from '../model/http.ts'
import type { Journey } from '../model/journey.ts'
import type { LoadPart } from '../model/load.ts'
import type { Platform } from '../model/platform.ts'
import { requestsOf } from '../model/question.ts'
import { isNamed } from '../model/sharing.ts'
import { askedWith } from '../model/tenant.ts'
import { canaryOf } from '../probes/canaries/canary-text.ts'
import type { LoadOrder, OrderedPart } from './order.ts'

type OfTenant = Extract<Fault, { kind: 'load.tenant' | 'credential.leak' }>

/** What an engine is told about one fault: whose key, which requests, how many, for how long at most. */
export function orderLoad(
  fault: OfTenant,
  platform: Platform,
  drill: { readonly id: string; readonly seed: number; readonly leaseMs: number; readonly secrets: readonly string[] },
): LoadOrder {
  const { tenants } = platform
  const key = tenants.find(({ id }) => id === fault.tenant)?.key ?? ''
  const mix = fault.kind === 'load.tenant' ? fault.mix : [{ ...PLAIN, journey: fault.journey }]
  const others = tenants.filter(({ id }) => id !== fault.tenant)
  return {
    seed: drill.seed,
    arrivals: fault.kind === 'load.tenant' ? fault.arrivals : { kind: 'constant', perSecond: 1000 / fault.everyMs },
    forMs: fault.forMs ?? drill.leaseMs,
    parts: mix.map(part => {
      const journey = journeyOf(platform, part.journey)
      return orderedPart(part, journey, askedWith(requestOf(journey), tenants, key))
    }),
    caps: fault.kind === 'load.tenant' ? fault.caps : THIEF_CAPS,
    engine: fault.kind === 'load.tenant' ? fault.engine : 'own',
    secrets: [...new Set([key, ...drill.secrets])],
    canaries: platform.canaries.flatMap(place => others.map(({ id }) => canaryOf(drill.id, id, place.id))),
    tellEach: fault.kind === 'credential.leak',
  }
}

const PLAIN = { weight: 1, bodyBytes: undefined, readBytesPerSecond: undefined, holdMs: undefined }

const THIEF_CAPS = {
  perSecond: 1000,
  inFlight: 64,
  bytes: 100_000_000,
  tokens: undefined,
  money: undefined,
  pricePerMillionTokens: undefined,
  tokensAt: undefined,
}

function journeyOf({ journeys }: Platform, id: string): Journey {
  const journey = journeys.find(known => isNamed(known.id, id))
  if (journey === undefined) throw new Error(`the load asks ${id}, which the platform does not have`)
  return journey
}

/** What of a journey a load can send: one request, whose answer nobody looks at. */
function requestOf(journey: Journey): HttpRequest {
  const [request] = requestsOf(journey)
  if (request === undefined) throw new Error(`the load asks ${journey.id}, which is not asked over HTTP`)
  return request
}

function orderedPart(part: LoadPart, journey: Journey, request: HttpRequest): OrderedPart {
  return {
    name: part.journey,
    weight: part.weight,
    request: part.bodyBytes === undefined ? request : inflated(request, part.bodyBytes),
    timeoutMs: Math.max(journey.timeoutMs, part.holdMs ?? 0),
    readBytesPerSecond: part.readBytesPerSecond,
    holdMs: part.holdMs,
  }
}

/** The same request with the longest text of its body made so long; a body that is no JSON is repeated. */
function inflated(request: HttpRequest, bytes: number): HttpRequest {
  const body = request.body ?? ''
  const longer = (text: string): string => (text === '' ? 'x' : text).padEnd(bytes, text === '' ? 'x' : ` ${text}`)
  try {
    const said: unknown = JSON.parse(body)
    const longest = textsIn(said).toSorted((a, b) => b.length - a.length)[0]
    if (longest === undefined) return { ...request, body: longer(body) }
    let done = false
    const swapped = JSON.stringify(said, (_, value: unknown) => {
      if (done || value !== longest) return value
      done = true
      return longer(longest)
    })
    return { ...request, body: swapped }
  } catch {
    return { ...request, body: longer(body) }
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
