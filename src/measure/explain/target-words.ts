import { formatDuration } from '../../model/duration.ts'
import type { RtoMeasure } from '../../model/recovery.ts'
import { exact } from './explanation.ts'

type Judged = Pick<RtoMeasure, 'targetMs' | 'met' | 'achievedMs' | 'precisionMs' | 'state'>

/** A target and how the recovery compares with it, number by number: `1 s: met, 0.210 s <= 1.000 s`. Undefined where nobody states one. */
export function targetWords({ targetMs, met, achievedMs, precisionMs, state }: Judged): string | undefined {
  if (targetMs === null) return undefined
  const target = formatDuration(targetMs)
  if (achievedMs === null) return `${target}: ${metWord(met)}`
  if (state === 'still-down') return `${target}: ${metWord(met)}; it was still down when nobody waited any longer`
  if (met === true) return `${target}: met, ${exact(achievedMs)} <= ${exact(targetMs)}`
  const leastMs = achievedMs - (precisionMs ?? 0)
  const compared = `${exact(achievedMs)} − ${exact(precisionMs ?? 0)} = ${exact(leastMs)} ${leastMs > targetMs ? '>' : '<='} ${exact(targetMs)}`
  return `${target}: ${metWord(met)}, ${compared}`
}

function metWord(met: boolean | null): string {
  return met === null ? 'cannot be judged' : met ? 'met' : 'missed'
}
