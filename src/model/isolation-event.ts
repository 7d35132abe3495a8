import type { Actor, Undo, UndoOutcome } from './undo.ts'

/** What happens while one tenant is watched for what belongs to another. */
export type IsolationHappening =
  /** Nobody hides anything that can be taken away again before this is on the disk. */
  | { readonly type: 'canary.intended'; readonly place: string; readonly tenant: string; readonly undo: Undo }
  /** By which name it can be taken away again. */
  | { readonly type: 'canary.named'; readonly place: string; readonly tenant: string; readonly id: string }
  | {
      readonly type: 'canary.planted'
      readonly canary: string
      readonly tenant: string
      readonly place: string
      readonly planted: boolean
      readonly detail: string
      /** Whether it was turned away, so that it is certain that there is nothing to take away. */
      readonly refused?: boolean
      /** Whether nothing takes it away again: by design it stays until the platform forgets it. */
      readonly stays?: boolean
    }
  /** What became of all that was still hidden in a place. */
  | { readonly type: 'canary.removed'; readonly place: string; readonly outcome: UndoOutcome; readonly by: Actor }
  | { readonly type: 'canary.searched'; readonly answers: number; readonly place: string }
  | {
      readonly type: 'canary.seen'
      readonly canary: string
      /** Whose it is. */
      readonly owner: string
      /** Who was told it; undefined where nobody had said who asked. */
      readonly seenBy: string | undefined
      readonly where: string
    }
  | {
      readonly type: 'intruder.tried'
      readonly intruder: string
      /** What was wrong with the key: forged, expired, revoked, leaked, another tenant's. */
      readonly key: string
      readonly dueMs: number
      readonly tookMs: number
      readonly outcome: IntrusionOutcome
      readonly detail: string
    }

/** What became of one who should be refused. Who was not answered at all was not let in either. */
export const INTRUSION_OUTCOMES = ['refused', 'let-in', 'no-answer'] as const
export type IntrusionOutcome = (typeof INTRUSION_OUTCOMES)[number]
