import type { IntegrityCheck, IntegrityCheckName, StoreManifest } from '../../model/store.ts'
import type { LookedAcross } from '../../probes/canaries/look-across.ts'
import type { KnownNames } from '../../stores/known-names.ts'
import type { Store } from '../../stores/store.ts'
import type { Left } from './what-is-left.ts'

/** What a store was like while it was well. */
export interface Wholeness {
  readonly manifest: StoreManifest
  /** What its rows were called. */
  readonly names: Pick<KnownNames, 'knows'>
  /** How many of its rows had been deleted for good, as far as it said so. */
  readonly erased: number
  /** The vectors that its frozen questions ask with; too long for a journal. */
  readonly vectors: ReadonlyMap<string, readonly number[]>
}

export interface IntegrityMeans {
  readonly store: Store
  readonly before: Wholeness
  /** When it was damaged, on the wall. */
  readonly damagedMs: number
  /** How much of the newest may be lost. */
  readonly rpoMs: number
  /** Whether the platform itself answers just now. */
  readonly application: { readonly works: boolean; readonly detail: string }
  /** Has every tenant look through the platform for what the others have; undefined where nobody has hidden anything. */
  readonly across: (() => Promise<LookedAcross>) | undefined
  /** Ids that were deleted for good, and must not come back with an old snapshot. */
  readonly tombstones: (() => AsyncIterable<readonly string[]>) | undefined
}

/** One look at restored data; undefined where it does not apply to a store. */
export type Check = (means: Looking) => Promise<IntegrityCheck | undefined>

/** What checks look with. Whoever asks first has it looked up, and the others are told the same. */
export interface Looking extends IntegrityMeans {
  left(): Promise<Left>
  /** Until when all that was written has to be there, on the wall. */
  dueMs(): Promise<number>
  erased(): Promise<ReadonlySet<string>>
}

/** What one check found. */
export function found(check: IntegrityCheckName, good: boolean, detail: string): IntegrityCheck {
  return { check, verdict: good ? 'passed' : 'failed', detail }
}
