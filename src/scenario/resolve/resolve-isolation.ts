import { parseDuration } from '../../model/duration.ts'
import type { IsolationTargets } from '../../model/scenario.ts'
import type { WrittenScenario } from '../schema.ts'

/** What is claimed about the neighbours. Where it is claimed at all, no leak is claimed too. */
export function resolveIsolation(written: WrittenScenario['targets']['isolation']): IsolationTargets | undefined {
  if (written === undefined) return undefined
  const { p99, errors, leaks = 0, refusal } = written
  return {
    p99Ratio: p99 === undefined ? undefined : Number.parseFloat(p99),
    errorsRatio: errors === undefined ? undefined : Number(errors.slice(1, -1)) / 100,
    leaks,
    refusalMs: refusal === undefined ? undefined : parseDuration(refusal),
  }
}
