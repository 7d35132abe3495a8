import type { GateMoment } from './gate-names.ts'
import type { IntegrityCheck, StoreManifest } from './store.ts'
import type { Actor, Undo, UndoOutcome } from './undo.ts'

/** What happens to copies of data: those taken before anything is broken, those put back, and what was seen in them. */
export type RestoreHappening =
  | { readonly type: 'parachute.skipped'; readonly why: string }
  | ParachutePacked
  /** A place for a copy beside a store is about to be made. */
  | { readonly type: 'scratch.intended'; readonly component: string; readonly undo: Undo }
  | { readonly type: 'scratch.removed'; readonly component: string; readonly outcome: UndoOutcome; readonly by: Actor }
  | {
      readonly type: 'restore.timed'
      readonly component: string
      readonly into: 'scratch' | 'place'
      readonly rows: number
      readonly bytes: number
      readonly tookMs: number
    }
  | { readonly type: 'integrity.taken'; readonly component: string; readonly manifest: StoreManifest }
  | {
      readonly type: 'integrity.checked'
      readonly component: string
      readonly during: GateMoment
      readonly checks: readonly IntegrityCheck[]
    }

/** A snapshot that was taken before anything was broken, and was restored once beside the store to see that it can be. */
export interface ParachutePacked {
  readonly type: 'parachute.packed'
  readonly component: string
  /** In the drill's folder. */
  readonly file: string
  readonly sha256: string
  readonly rows: number
  readonly bytes: number
  readonly tookMs: number
  readonly detail: string
}

/** How fast one component's data came back, over all restores that were seen. */
export interface RestoreMeasure {
  readonly component: string
  /** Beside the store, as a trial, or in its place. */
  readonly into: 'scratch' | 'place'
  readonly restores: number
  readonly rows: number
  readonly bytes: number
  readonly rowRate: Rate
  readonly byteRate: Rate
  /** What the rate makes of the largest part there is. An extrapolation, never a measurement. */
  readonly largest: ExtrapolatedRestore | null
}

export interface ExtrapolatedRestore {
  readonly bytes: number
  readonly durationMs: number
  readonly lowMs: number | null
  readonly highMs: number | null
}

/** A rate with the interval in which it lies with 95 % confidence; null where one restore alone says nothing about spread. */
export interface Rate {
  readonly perSecond: number
  readonly lowPerSecond: number | null
  readonly highPerSecond: number | null
}

/** What the nine checks said of one store at one moment. */
export interface IntegrityMeasure {
  readonly component: string
  readonly during: GateMoment
  readonly checks: readonly IntegrityCheck[]
}
