/** The three things a drill can say. When in doubt it says inconclusive. */
export const VERDICTS = ['passed', 'inconclusive', 'failed'] as const
export type Verdict = (typeof VERDICTS)[number]

/** The worst of several verdicts. Of none at all we know nothing. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'inconclusive'
  return verdicts.reduce((sofar, next) => (VERDICTS.indexOf(next) > VERDICTS.indexOf(sofar) ? next : sofar))
}
