import type { DrillMeasures } from '../model/measures.ts'

/** What the exit code of `blackstart` says. */
export const EXIT = {
  passed: 0,
  failed: 1,
  usage: 2,
  inconclusive: 3,
  aborted: 4,
  leftBehind: 5,
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit code for one drill. What needs somebody's hands most comes first. */
export function exitCodeOf({
  rollback,
  outcome,
  verdict,
}: Pick<DrillMeasures, 'rollback' | 'outcome' | 'verdict'>): ExitCode {
  if (!rollback.complete) return EXIT.leftBehind
  if (outcome === 'interrupted') return EXIT.interrupted
  if (outcome === 'aborted-by-guard') return EXIT.aborted
  return EXIT[verdict]
}

const WORST_FIRST = [
  EXIT.leftBehind,
  EXIT.interrupted,
  EXIT.aborted,
  EXIT.failed,
  EXIT.inconclusive,
  EXIT.passed,
] as const

/** The exit code for several drills: that of the worst. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find(code => codes.includes(code)) ?? EXIT.inconclusive
}
