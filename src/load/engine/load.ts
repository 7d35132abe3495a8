import type { LoadReport } from '../order.ts'

/** One load, whoever sends it. */
export interface Load {
  /** Resolves when its first request is due. */
  begin(): Promise<void>
  report(from: { readonly second: number; readonly answer: number }): LoadReport
  /** Resolves once nothing of it is under way any more. */
  stop(): Promise<void>
}
