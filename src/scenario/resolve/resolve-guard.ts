import type { Comparison } from '../../model/comparison.ts'
import { parseDuration } from '../../model/duration.ts'
import type { Guard } from '../../model/scenario.ts'
import type { WrittenGuard } from '../schemas/guard-schema.ts'
import { GUARD_CONDITION, GUARD_CONDITIONS } from '../schemas/guard-schema.ts'

/** A guard with all that was left unsaid. */
export function resolveGuard(written: WrittenGuard, index: number): Guard {
  const id = `g${index + 1}`
  const when = written.when ?? ''
  if (written.journey !== undefined) {
    const [, percent, duration] = GUARD_CONDITION.exec(when) ?? []
    return {
      id,
      kind: 'journey',
      journey: written.journey,
      belowRatio: Number(percent) / 100,
      forMs: ms(duration) ?? 0,
    }
  }
  const watched = { id, everyMs: ms(written.every) ?? 500, graceMs: ms(written.grace) ?? 10_000 }
  if (written.signal !== undefined) {
    const [, state, duration] = GUARD_CONDITIONS.signal.exec(when) ?? []
    return { ...watched, forMs: ms(duration) ?? 0, kind: 'signal', signal: written.signal, on: state !== 'off' }
  }
  if (written.check !== undefined) {
    const [, , duration] = GUARD_CONDITIONS.check.exec(when) ?? []
    return { ...watched, forMs: ms(duration) ?? 0, kind: 'check', check: written.check }
  }
  if (written.prometheus !== undefined) {
    const [, is, limit, duration] = GUARD_CONDITIONS.prometheus.exec(when) ?? []
    const asked = { query: written.prometheus, is: (is ?? '>') as Comparison, limit: Number(limit) }
    return { ...watched, forMs: ms(duration) ?? 0, kind: 'prometheus', ...asked }
  }
  return { ...watched, forMs: 0, kind: 'file', file: written.file ?? '' }
}

function ms(written: string | undefined): number | undefined {
  return written === undefined ? undefined : parseDuration(written)
}
