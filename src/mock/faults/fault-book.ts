import type { Dialect } from '../../model/component.ts'
import { seededRandom } from '../../model/random.ts'
import type { MockEffect, MockFault } from '../fault.ts'
import { hash } from '../hash.ts'
import { inWindow, matches, shareAt, turn } from './matching.ts'

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

/** A request as faults see it. What is costly to know is asked for only by faults that need it. */
export interface FaultTarget {
  readonly dialect: Dialect
  readonly model: string | undefined
  readonly path: string
  readonly streamed: boolean
  /** The digest of the caller's key. */
  readonly key: () => string | undefined
  readonly tenant: () => string | undefined
  /** Whether this request could show such an effect: one that cannot has not met it. */
  readonly can: (effect: MockEffect) => boolean
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
  readonly salt: number
  readonly random: () => number
  readonly putAtMs: number
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
      const salt = seed ^ hash(id)
      const fresh = { fault, text, salt, random: seededRandom(salt), putAtMs: nowMs(), endsAtMs, matched: 0, hits: 0 }
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
        const sinceMs = nowMs() - entry.putAtMs
        if (!inWindow(entry.fault, sinceMs) || !matches(entry.fault, request)) continue
        entry.matched += 1
        const effect = turn(entry.fault, entry.matched)
        if (effect === undefined || !request.can(effect) || !drawn(entry, request, sinceMs)) continue
        entry.hits += 1
        return { id, effect }
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

function drawn({ fault, random, salt }: Entry, request: FaultTarget, sinceMs: number): boolean {
  const shareRatio = fault.shareRatio * shareAt(fault.curve, sinceMs)
  if (fault.stickyBy === undefined) return random() < shareRatio
  const who = (fault.stickyBy === 'tenant' ? request.tenant() : undefined) ?? request.key() ?? ''
  return seededRandom(hash(who, salt))() < shareRatio
}
