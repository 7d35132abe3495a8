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
  lastLetInMs: number | undefined
  refused: { readonly dueMs: number; readonly answeredMs: number } | undefined
  everRefused: boolean
  servedAfterwards: number
}

// Each of them is in the journal; a page needs only the first.
const MOST_TOLD = 20

export function secretsFold(): SecretsFold {
  const notPlanted: string[] = []
  const places = new Map<string, HidingPlaceMeasure>()
  const placeOf = new Map<string, string>()
  const sightings = new Map<string, Sighting>()
  const intruders = new Map<string, IntruderMeasure>()
  const thieves = new Map<string, Thief>()
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
  const stole = (thief: Thief, { outcome, dueMs, tookMs }: Extract<DrillEvent, { type: 'intruder.tried' }>): void => {
    if (outcome === 'let-in') {
      if (thief.everRefused) thief.servedAfterwards++
      thief.lastLetInMs = Math.max(thief.lastLetInMs ?? 0, dueMs)
      // A refusal counts from the one on after which nobody got in any more.
      if (thief.refused !== undefined && thief.refused.dueMs < dueMs) thief.refused = undefined
    } else if (outcome === 'refused') {
      thief.everRefused = true
      if (dueMs > (thief.lastLetInMs ?? 0)) thief.refused ??= { dueMs, answeredMs: dueMs + tookMs }
    }
  }
  const count = (place: string, hidden: number, told: number): void => {
    const known = places.get(place) ?? { place, planted: 0, seen: 0 }
    places.set(place, { place, planted: known.planted + hidden, seen: known.seen + told })
  }
  const saw = ({ canary, owner, seenBy, where, atMs }: Extract<DrillEvent, { type: 'canary.seen' }>): void => {
    const place = placeOf.get(canary) ?? null
    if (place !== null) count(place, 0, 1)
    const sort = `${place} ${where}`
    const known = sightings.get(sort)
    if (known !== undefined) sightings.set(sort, { ...known, times: known.times + 1 })
    else if (sightings.size < MOST_TOLD)
      sightings.set(sort, { owner, seenBy: seenBy ?? null, place, where, atMs, times: 1 })
  }
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
          placeOf.set(event.canary, event.place)
          count(event.place, event.planted ? 1 : 0, 0)
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
    canaries: elsewhere => ({
      ...{ planted, notPlanted, searched: searched + elsewhere, seen },
      places: [...places.values()],
      sightings: [...sightings.values()],
    }),
    intruders: () => [...intruders.values()],
    leakedKeys: targetMs => [...thieves.values()].flatMap(thief => leakedKeyOf(thief, targetMs)),
  }
}

function thiefOf(fault: string, tenant: string): Thief {
  return {
    fault,
    tenant,
    declaredMs: undefined,
    lastLetInMs: undefined,
    refused: undefined,
    everRefused: false,
    servedAfterwards: 0,
  }
}

function leakedKeyOf(thief: Thief, targetMs: number | null): readonly LeakedKeyMeasure[] {
  const { fault, tenant, declaredMs, refused, lastLetInMs, servedAfterwards } = thief
  if (declaredMs === undefined) return []
  const refusalMs = refused === undefined ? null : refused.answeredMs - declaredMs
  // It was refused at some moment after it had last been let in.
  const precisionMs = refused === undefined ? 0 : refused.answeredMs - (lastLetInMs ?? declaredMs)
  const met = targetMs === null ? null : refusalMs === null ? false : isMet(refusalMs, precisionMs, targetMs)
  return [{ fault, tenant, declaredMs, refusalMs, precisionMs, servedAfterwards, met }]
}

function isMet(ms: number, precisionMs: number, targetMs: number): boolean | null {
  if (ms <= targetMs) return true
  return ms - precisionMs > targetMs ? false : null
}

function nobodyYet(intruder: string, key: string): IntruderMeasure {
  const none = { tried: 0, refused: 0, letIn: 0, unanswered: 0 }
  return { intruder, key, ...none, firstLetInMs: null, lastLetInMs: null, detail: null }
}
