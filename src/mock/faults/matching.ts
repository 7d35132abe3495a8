import type { MockEffect, MockFault } from '../fault.ts'
import { pathFits } from '../path-fits.ts'
import type { FaultTarget } from './fault-book.ts'

/** Whether a request is one of those a fault means, and could show what it does. */
export function matches({ match, effect, sequence }: MockFault, request: FaultTarget): boolean {
  if (match.dialect !== undefined && match.dialect !== request.dialect) return false
  if (match.model !== undefined && match.model !== request.model) return false
  if (match.streamed !== undefined && match.streamed !== request.streamed) return false
  if (match.path !== undefined && !pathFits(match.path, request.path)) return false
  if (match.key !== undefined && match.key !== request.key()) return false
  if (match.tenant !== undefined && match.tenant !== request.tenant()) return false
  // A fault that a request cannot show has not met it: its count would be no proof of anything.
  return sequence !== undefined || request.can(effect)
}

/** What the n-th matching request gets, by the fault's own order; undefined: nothing. */
export function turn({ effect, sequence, repeats, firstN, everyNth }: MockFault, nth: number): MockEffect | undefined {
  if (nth > (firstN ?? Infinity) || nth % (everyNth ?? 1) !== 0) return undefined
  if (sequence === undefined) return effect
  const step = sequence[repeats === true ? (nth - 1) % sequence.length : nth - 1] ?? 'fine'
  if (step === 'fine') return undefined
  return step === 'hit' ? effect : step
}

/** Whether a fault is in force so long after it was put. */
export function inWindow({ window }: MockFault, sinceMs: number): boolean {
  return window === undefined || (sinceMs >= window.fromMs && sinceMs < (window.toMs ?? Infinity))
}

/** The height of a curve at a time: straight between its points, level before the first and after the last. */
export function shareAt(curve: MockFault['curve'], sinceMs: number): number {
  if (curve === undefined) return 1
  const points = curve.toSorted((a, b) => a.atMs - b.atMs)
  const next = points.find(point => point.atMs > sinceMs)
  const before = points.findLast(point => point.atMs <= sinceMs)
  if (next === undefined || before === undefined) return (before ?? next)?.shareRatio ?? 1
  const part = (sinceMs - before.atMs) / (next.atMs - before.atMs)
  return before.shareRatio + part * (next.shareRatio - before.shareRatio)
}
