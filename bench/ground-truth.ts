import { spawn } from 'node:child_process'
import { isDeepStrictEqual } from 'node:util'
import { type LossTrial, lossTrial } from '../test/probes/ledger/loss-trial.ts'
import { type OutageTrial, outageTrial } from '../test/probes/outage-trial.ts'
import { type Row, row } from './row.ts'
import { percentile } from './statistics.ts'

const QUIET_TRIALS = 300
const BUSY_TRIALS = 100
const AT_ONCE = 20

/** Measured recoveries and losses beside the truth: real servers, down for spans and losing writes that only they know. */
export async function groundTruth(): Promise<readonly Row[]> {
  const quiet = [await trials(outageTrial, 0, QUIET_TRIALS), await trials(lossTrial, 0, QUIET_TRIALS)] as const
  const busy = await besideBusyCore(
    async () => [await trials(outageTrial, 10_000, BUSY_TRIALS), await trials(lossTrial, 10_000, BUSY_TRIALS)] as const,
  )
  return [
    ...outageRows('', quiet[0]),
    ...lossRows('', quiet[1]),
    ...outageRows(', one core busy', busy[0]),
    ...lossRows(', one core busy', busy[1]),
  ]
}

async function trials<T>(trial: (seed: number) => Promise<T>, firstSeed: number, count: number): Promise<readonly T[]> {
  const done: T[] = []
  for (let seed = firstSeed; seed < firstSeed + count; seed += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, firstSeed + count - seed) }, (_, n) => trial(seed + n))
    done.push(...(await Promise.all(batch)))
  }
  return done
}

function outageRows(when: string, all: readonly OutageTrial[]): readonly Row[] {
  const told = all.filter(trial => trial.blurred > 0)
  const sharp = all.filter(trial => trial.blurred === 0)
  const errors = sharp.map(trial => Math.max(0, measuredMs(trial) - trial.backByMs) / boundMs(trial))
  return [
    row({
      bench: 'ground-truth',
      metric: `RTO never below the truth${when} (${all.length} trials)`,
      unit: 'trials',
      ours: all.filter(trial => measuredMs(trial) >= trial.backAfterMs).length,
      peer: 'all of them',
      theirs: all.length,
      better: 'more',
      target: 1,
    }),
    row({
      bench: 'ground-truth',
      metric: `RTO error within one interval and its answer${when} (${told.length} trials said they were late)`,
      unit: 'trials',
      ours: sharp.filter(trial => measuredMs(trial) <= trial.backByMs + boundMs(trial)).length + told.length,
      peer: 'all of them',
      theirs: all.length,
      better: 'more',
      target: 1,
    }),
    row({
      bench: 'ground-truth',
      metric: `RTO error bar holds the truth${when}`,
      unit: 'trials',
      ours: all.filter(trial => measuredMs(trial) - (trial.measured.precisionMs ?? 0) <= trial.backByMs).length,
      peer: 'all of them',
      theirs: all.length,
      better: 'more',
      target: 1,
    }),
    row({
      bench: 'ground-truth',
      metric: `RTO error, median${when}`,
      unit: 'intervals',
      ours: percentile(errors, 50),
      peer: 'one interval and the answer',
      theirs: 1,
      better: 'less',
      // An outage ends anywhere between two samples: half an interval is what is to be expected.
      target: 1,
    }),
  ]
}

function lossRows(when: string, all: readonly LossTrial[]): readonly Row[] {
  const { acked, lost, corrupt, duplicated, unknown } = sums(all)
  const what = `${acked} writes acknowledged, ${lost} lost, ${corrupt} corrupt, ${duplicated} duplicated, ${unknown} unknown`
  return [
    row({
      bench: 'ground-truth',
      metric: `every write's fate and the RPO exactly right${when} (${what})`,
      unit: 'trials',
      ours: all.filter(trial => isDeepStrictEqual(trial.measured, trial.true)).length,
      peer: 'all of them',
      theirs: all.length,
      better: 'more',
      target: 1,
    }),
  ]
}

function sums(all: readonly LossTrial[]): Record<'acked' | 'lost' | 'corrupt' | 'duplicated' | 'unknown', number> {
  const sum = (of: (trial: LossTrial) => number) => all.reduce((total, trial) => total + of(trial), 0)
  return {
    acked: sum(trial => trial.true.acked),
    lost: sum(trial => trial.true.lost),
    corrupt: sum(trial => trial.true.corrupt),
    duplicated: sum(trial => trial.true.duplicated),
    unknown: sum(trial => trial.true.unknown),
  }
}

function measuredMs({ measured }: OutageTrial): number {
  return measured.state === 'restored' ? (measured.restoredMs ?? Number.NaN) : Number.NaN
}

function boundMs({ everyMs, answerMs }: OutageTrial): number {
  return everyMs + answerMs
}

async function besideBusyCore<T>(work: () => Promise<T>): Promise<T> {
  // Ends by itself should we be gone first.
  const busy = spawn(process.execPath, ['-e', 'const end = Date.now() + 120_000; while (Date.now() < end);'])
  try {
    return await work()
  } finally {
    busy.kill('SIGKILL')
  }
}
