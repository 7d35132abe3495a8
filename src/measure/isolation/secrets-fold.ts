import type { DrillEvent } from '../../model/event.ts'
import type {
  CanaryMeasure,
  HidingPlaceMeasure,
  IntruderMeasure,
  LeakedKeyMeasure,
  Sighting,
} from '../../model/isolation.ts'

/** Follows who was told what is not theirs, and who got in with keys that must be refused. */
export interface SecretsFold {
  see(event: DrillEvent): void
  canaries(searchedElsewhere: number): CanaryMeasure
  intruders(): readonly IntruderMeasure[]
  leakedKeys(targetMs: number | null): readonly LeakedKeyMeasure[]
}

interface Thief {
  readonly fault: string
  readonly tenant: string
  declaredMs: number | undefined
  /** When tries were due that opened the door. */
  readonly letInMs: number[]
  readonly refusals: Refusal[]
}

interface Refusal {
  readonly dueMs: number
  readonly answeredMs: number
}

// Each of them is in the journal; a page needs only the first.
const MOST_TOLD = 50

export function secretsFold(): SecretsFold {
  const notPlanted: string[] = []
  const hiding = new Map<string, { readonly place: string; readonly planted: boolean }>()
  const sightings = new Map<string, Omit<Sighting, 'place'> & { readonly canary: string }>()
  const intruders = new Map<string, IntruderMeasure>()
  const thieves = new Map<string, Thief>()
  const staying = new Set<string>()
  let planted = 0
  let searched = 0
  let seen = 0

  const tried = (event: Extract<DrillEvent, { type: 'intruder.tried' }>): void => {
    const name = `${event.intruder} ${event.key}`
    const known = intruders.get(name) ?? nobodyYet(event.intruder, event.key)
    const letIn = event.outcome === 'let-in'
    intruders.set(name, {
      ...known,
      tried: known.tried + 1,
      refused: known.refused + (event.outcome === 'refused' ? 1 : 0),
      letIn: known.letIn + (letIn ? 1 : 0),
      unanswered: known.unanswered + (event.outcome === 'no-answer' ? 1 : 0),
      firstLetInMs: letIn ? (known.firstLetInMs ?? event.dueMs) : known.firstLetInMs,
      lastLetInMs: letIn ? event.dueMs : known.lastLetInMs,
      detail: letIn ? (known.detail ?? event.detail) : known.detail,
    })
  }
  const stole = ({ letInMs, refusals }: Thief, event: Extract<DrillEvent, { type: 'intruder.tried' }>): void => {
    const { outcome, dueMs, tookMs } = event
    if (outcome === 'let-in') letInMs.push(dueMs)
    else if (outcome === 'refused') refusals.push({ dueMs, answeredMs: dueMs + tookMs })
  }
  const saw = ({ canary, owner, seenBy, where, atMs }: Extract<DrillEvent, { type: 'canary.seen' }>): void => {
    const sort = `${canary} ${where}`
    const known = sightings.get(sort) ?? { canary, owner, seenBy: seenBy ?? null, where, atMs, times: 0 }
    sightings.set(sort, { ...known, times: known.times + 1 })
  }
  /** A text may be seen before its owner was known to have hidden it. */
  const told = (): readonly Sighting[] => {
    const sorts = new Map<string, Sighting>()
    for (const { canary, ...seen } of sightings.values()) {
      const place = hiding.get(canary)?.place ?? null
      const known = sorts.get(`${place} ${seen.where}`)
      sorts.set(`${place} ${seen.where}`, { ...(known ?? { ...seen, place }), times: (known?.times ?? 0) + seen.times })
    }
    return [...sorts.values()]
  }
  const placesOf = (seen: readonly Sighting[]): readonly HidingPlaceMeasure[] =>
    [...new Set([...hiding.values()].map(({ place }) => place))].map(place => ({
      place,
      planted: [...hiding.values()].filter(hidden => hidden.place === place && hidden.planted).length,
      seen: seen.filter(sighting => sighting.place === place).reduce((sum, { times }) => sum + times, 0),
      ...(staying.has(place) ? { stays: true } : {}),
    }))
  return {
    see(event) {
      switch (event.type) {
        case 'fault.intended':
          if (event.fault.kind === 'credential.leak')
            thieves.set(event.fault.id, thiefOf(event.fault.id, event.fault.tenant))
          break
        case 'fault.injected': {
          const thief = thieves.get(event.fault)
          if (thief !== undefined) thief.declaredMs = event.startedMs
          break
        }
        case 'canary.planted':
          if (event.stays === true) staying.add(event.place)
          hiding.set(event.canary, { place: event.place, planted: event.planted })
          if (event.planted) planted++
          else notPlanted.push(`${event.place} for ${event.tenant} (${event.detail})`)
          break
        case 'canary.searched':
          searched += event.answers
          break
        case 'canary.seen':
          seen++
          saw(event)
          break
        case 'intruder.tried': {
          const thief = thieves.get(event.intruder)
          if (thief === undefined) tried(event)
          else stole(thief, event)
          break
        }
      }
    },
    canaries(elsewhere) {
      const all = told()
      const counts = { planted, notPlanted, searched: searched + elsewhere, seen }
      return { ...counts, places: placesOf(all), sightings: all.slice(0, MOST_TOLD) }
    },
    intruders: () => [...intruders.values()],
    leakedKeys: targetMs => [...thieves.values()].flatMap(thief => leakedKeyOf(thief, targetMs)),
  }
}

function thiefOf(fault: string, tenant: string): Thief {
  return { fault, tenant, declaredMs: undefined, letInMs: [], refusals: [] }
}

/** By when tries were due, not by when they were answered: a refusal is quicker than the answer to whoever came before it. */
function leakedKeyOf(thief: Thief, targetMs: number | null): readonly LeakedKeyMeasure[] {
  const { fault, tenant, declaredMs, letInMs, refusals } = thief
  if (declaredMs === undefined) return []
  const lastLetInMs = letInMs.reduce((latest, dueMs) => Math.max(latest, dueMs), declaredMs)
  const firstRefusedMs = earliest(refusals)?.dueMs ?? Number.POSITIVE_INFINITY
  // A refusal counts from the one on after which nobody got in any more.
  const refused = earliest(refusals.filter(({ dueMs }) => letInMs.length === 0 || dueMs > lastLetInMs))
  const refusalMs = refused === undefined ? null : refused.answeredMs - declaredMs
  // It was refused at some moment after it had last been let in.
  const precisionMs = refused === undefined ? 0 : refused.answeredMs - lastLetInMs
  const servedAfterwards = letInMs.filter(dueMs => dueMs > firstRefusedMs).length
  const met = targetMs === null ? null : refusalMs === null ? false : isMet(refusalMs, precisionMs, targetMs)
  return [{ fault, tenant, declaredMs, refusalMs, precisionMs, servedAfterwards, met }]
}

function earliest(refusals: readonly Refusal[]): Refusal | undefined {
  return refusals.reduce<Refusal | undefined>(
    (first, refusal) => (first === undefined || refusal.dueMs < first.dueMs ? refusal : first),
    undefined,
  )
}

function isMet(ms: number, precisionMs: number, targetMs: number): boolean | null {
  if (ms <= targetMs) return true
  return ms - precisionMs > targetMs ? false : null
}

function nobodyYet(intruder: string, key: string): IntruderMeasure {
  const none = { tried: 0, refused: 0, letIn: 0, unanswered: 0 }
  return { intruder, key, ...none, firstLetInMs: null, lastLetInMs: null, detail: null }
}
