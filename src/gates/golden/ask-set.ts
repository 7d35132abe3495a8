import type { GoldenCase, GoldenSet } from '../../model/golden.ts'
import type { Clock } from '../../model/world.ts'

/** How far an asking has come. */
export interface Asking {
  readonly asked: number
  readonly notAsked: number
}

/**
 * Hands every case to `ask`, so many times each, with no more open at once and no more a second than the set allows. `ask`
 * says whether its answer counts.
 */
export async function askSet(
  clock: Clock,
  set: Pick<GoldenSet, 'concurrency' | 'perSecond' | 'repeats'>,
  cases: readonly GoldenCase[],
  ask: (one: GoldenCase, repeat: number) => Promise<boolean>,
  signal: AbortSignal,
): Promise<Asking> {
  const startedMs = clock.nowMs()
  const total = cases.length * set.repeats
  let next = 0
  let asked = 0
  const worker = async (): Promise<void> => {
    while (next < total && !signal.aborted) {
      const turn = next++
      // All cases once before any twice: what stops early has still seen each of them.
      const one = cases[turn % cases.length]
      if (one === undefined) return
      await pace(turn)
      if (signal.aborted) return
      if (await ask(one, Math.floor(turn / cases.length) + 1)) asked++
    }
  }
  const pace = async (turn: number): Promise<void> => {
    if (set.perSecond === undefined) return
    const waitMs = startedMs + (turn * 1000) / set.perSecond - clock.nowMs()
    if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => {})
  }
  await Promise.all(Array.from({ length: Math.min(set.concurrency, total) }, worker))
  return { asked, notAsked: total - asked }
}
