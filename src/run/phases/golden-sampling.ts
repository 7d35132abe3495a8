import { askCase } from '../../gates/golden/ask-case.ts'
import { score } from '../../gates/golden/score.ts'
import type { GoldenCase, GoldenSampling, GoldenSet } from '../../model/golden.ts'
import { dueMs } from '../../probes/pace.ts'
import type { Running } from '../drill.ts'
import { scoringMeans } from './golden.ts'

// One that hangs must not pile up hundreds behind it.
const MOST_OPEN = 50

/** Asks a few cases of the golden set in turn, on a fixed schedule, until told to stop. */
export async function sampleGolden(running: Running, signal: AbortSignal): Promise<void> {
  const { drill, journal, world } = running
  const { golden } = drill.scenario.gates
  const set = drill.platform.golden.find(({ id }) => id === golden?.set)
  const cases = spread(drill.golden.get(golden?.set ?? '')?.cases ?? [], golden?.sampling)
  if (golden?.sampling === undefined || set === undefined || cases.length === 0) return
  const { everyMs } = golden.sampling
  const startMs = journal.nowMs()
  const open = new Set<Promise<void>>()
  for (let asked = 0; !signal.aborted; asked++) {
    const atMs = dueMs(startMs, everyMs, asked)
    await world.clock.sleep(atMs - journal.nowMs(), signal).catch(() => {})
    const one = cases[asked % cases.length]
    if (signal.aborted || one === undefined) break
    if (open.size >= MOST_OPEN) continue
    const asking = sampleOne(running, set, one, atMs, signal)
      .catch(() => {})
      .finally(() => open.delete(asking))
    open.add(asking)
  }
  await Promise.all(open)
}

async function sampleOne(
  running: Running,
  set: GoldenSet,
  one: GoldenCase,
  atMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { world, drill, journal } = running
  const asked = await askCase(world, set, one, { tenants: drill.platform.tenants, signal })
  const tookMs = journal.nowMs() - atMs
  const said = { type: 'golden.sampled', set: set.id, case: one.id, dueMs: atMs, tookMs } as const
  if (!('answer' in asked)) {
    journal.append({ ...said, state: 'unanswered', scoreRatio: 0 })
    return
  }
  const { state, scoreRatio } = await score(
    one.scorers ?? set.scorers,
    one,
    asked,
    await scoringMeans(running, set, signal),
  )
  journal.append({ ...said, state, scoreRatio })
}

/** So many cases from all over the set: neighbours in a file are often about the same. */
function spread(cases: readonly GoldenCase[], sampling: GoldenSampling | undefined): readonly GoldenCase[] {
  const count = Math.min(sampling?.cases ?? 0, cases.length)
  return Array.from({ length: count }, (_, n) => cases[Math.floor((n * cases.length) / count)]).filter(
    one => one !== undefined,
  )
}
