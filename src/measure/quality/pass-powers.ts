/** One case asked several times. */
export interface Repeated {
  readonly asked: number
  readonly passed: number
  readonly weight: number
}

/** The chance that a case passes every time when it is asked once, twice, … `most` times: pass^1, pass^2, … */
export function passPowers(cases: readonly Repeated[], most: number): readonly number[] {
  return Array.from({ length: most }, (_, n) => passPower(cases, n + 1)).filter(power => power !== undefined)
}

/** Of all ways to pick so many askings of a case, the share in which all passed; averaged over the cases that were asked as often. */
function passPower(cases: readonly Repeated[], times: number): number | undefined {
  const enough = cases.filter(({ asked }) => asked >= times)
  const weight = enough.reduce((sum, each) => sum + each.weight, 0)
  if (weight === 0) return undefined
  return enough.reduce((sum, each) => sum + each.weight * allPassed(each, times), 0) / weight
}

function allPassed({ asked, passed }: Repeated, times: number): number {
  let share = 1
  for (let k = 0; k < times; k++) share *= Math.max(0, passed - k) / (asked - k)
  return share
}
