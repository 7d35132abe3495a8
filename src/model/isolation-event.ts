/** What happens while one tenant is watched for what belongs to another. */
export type IsolationHappening =
  | {
      readonly type: 'canary.planted'
      readonly canary: string
      readonly tenant: string
      readonly place: string
      readonly planted: boolean
      readonly detail: string
    }
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
