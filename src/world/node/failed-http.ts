import type { HttpFailure, HttpOutcome } from '../../model/http.ts'

/** No whole answer, and why not. */
export function failed(reason: HttpFailure, detail: string): HttpOutcome {
  return { kind: 'failed', reason, detail }
}

/** Nothing came in time, or not all of it. */
export function lateAnswer(timeoutMs: number, answered: boolean): HttpOutcome {
  return failed('timeout', `no ${answered ? 'whole ' : ''}answer within ${Math.round(timeoutMs)} ms`)
}
