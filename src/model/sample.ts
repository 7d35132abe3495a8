import type { HttpFailure } from './http.ts'

/** Why a sample was bad. A bad sample has exactly one reason. */
export const BAD_REASONS = [
  'refused',
  'reset',
  'timeout',
  'truncated',
  'unreachable',
  'status',
  'slow',
  'wrong',
  'shed',
] as const satisfies readonly (HttpFailure | 'status' | 'slow' | 'wrong' | 'shed')[]
export type BadReason = (typeof BAD_REASONS)[number]

/** One asking of one journey. Its time is when it was due, not when it was sent: waiting is part of what a user feels. */
export interface Sample {
  readonly journey: string
  readonly dueMs: number
  /** From due to the last byte of the answer, or to giving up. */
  readonly tookMs: number
  /** How late we were to ask, and how long we were kept from hearing the answer: our own fault, not the platform's. */
  readonly lateMs: number
  /** From due to the first piece, of an answer that comes in pieces. */
  readonly firstMs?: number | undefined
  readonly bad: BadReason | undefined
  readonly detail: string | undefined
  /** The degraded mode the answer admits to. */
  readonly mode: string | undefined
}
