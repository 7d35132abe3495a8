import type { Dialect } from '../model/platform.ts'
import { seededRandom } from '../model/random.ts'
import type { MockEffect, MockFault } from './fault.ts'
import { hash } from './hash.ts'
import type { Job } from './wire.ts'

/** The faults in force, and how often each has hit. */
export interface FaultBook {
  /** The same id replaces. The same fault again only renews its lease: the counts go on. */
  readonly put: (id: string, fault: MockFault) => void
  /** Whether there was one. */
  readonly clear: (id: string) => boolean
  readonly list: () => readonly ListedFault[]
  /** The fault that this request meets, counted; the oldest first. */
  readonly meet: (request: FaultTarget) => MetFault | undefined
  /** Hits of every fault there ever was, for proof after it has gone. */
  readonly totals: () => Readonly<Record<string, FaultCounts>>
}

export interface FaultTarget {
  readonly dialect: Dialect
  readonly model: string | undefined
  readonly path: string
  readonly kind: Job['kind']
  readonly streamed: boolean
}

export interface FaultCounts {
  readonly matched: number
  readonly hits: number
}

/** A fault as the control endpoint lists it. */
export interface ListedFault extends FaultCounts {
  readonly id: string
  readonly fault: MockFault
  /** How long its lease still runs; null without one. */
  readonly endsInMs: number | null
}

export interface MetFault {
  readonly id: string
  readonly effect: MockEffect
}

interface Entry {
  readonly fault: MockFault
  readonly text: string
  readonly random: () => number
  readonly endsAtMs: number
  matched: number
  hits: number
}

/** An empty book. `nowMs` is a clock that never jumps: leases are counted on it. */
export function faultBook(seed: number, nowMs: () => number): FaultBook {
  const entries = new Map<string, Entry>()
  const totals = new Map<string, Entry>()

  return {
    put(id, fault) {
      dropEnded()
      const text = JSON.stringify(fault)
      const before = entries.get(id)
      const endsAtMs = fault.ttlMs === undefined ? Infinity : nowMs() + fault.ttlMs
      const fresh = { fault, text, random: seededRandom(seed ^ hash(id)), endsAtMs, matched: 0, hits: 0 }
      const entry = before?.text === text ? { ...before, endsAtMs } : fresh
      entries.set(id, entry)
      remember(id, entry)
    },

    clear(id) {
      dropEnded()
      return entries.delete(id)
    },

    list() {
      dropEnded()
      return [...entries].map(([id, { fault, matched, hits, endsAtMs }]) => ({
        id,
        fault,
        matched,
        hits,
        endsInMs: endsAtMs === Infinity ? null : Math.max(0, Math.round(endsAtMs - nowMs())),
      }))
    },

    meet(request) {
      if (entries.size === 0) return undefined
      dropEnded()
      for (const [id, entry] of entries) {
        if (!matches(entry.fault, request)) continue
        entry.matched += 1
        if (entry.matched > (entry.fault.firstN ?? Infinity)) continue
        if (entry.random() >= entry.fault.shareRatio) continue
        entry.hits += 1
        return { id, effect: entry.fault.effect }
      }
      return undefined
    },

    totals: () => Object.fromEntries([...totals].map(([id, { matched, hits }]) => [id, { matched, hits }])),
  }

  function dropEnded(): void {
    for (const [id, entry] of entries) if (entry.endsAtMs <= nowMs()) entries.delete(id)
  }

  function remember(id: string, entry: Entry): void {
    totals.delete(id)
    totals.set(id, entry)
    const [oldest] = totals.keys()
    if (totals.size > REMEMBERED_FAULTS && oldest !== undefined) totals.delete(oldest)
  }
}

const REMEMBERED_FAULTS = 1000

function matches({ match, effect }: MockFault, request: FaultTarget): boolean {
  if (match.dialect !== undefined && match.dialect !== request.dialect) return false
  if (match.model !== undefined && match.model !== request.model) return false
  if (match.path !== undefined && match.path !== request.path) return false
  // A fault that a request cannot show has not met it: its count would be no proof of anything.
  if (effect.kind === 'midStreamError') return request.streamed
  return effect.kind === 'empty' ? request.kind === 'completion' : true
}
