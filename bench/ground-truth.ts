import { spawn } from 'node:child_process'
import { type OutageTrial, outageTrial } from '../test/probes/outage-trial.ts'
import { type Row, row } from './row.ts'
import { percentile } from './statistics.ts'

const QUIET_TRIALS = 300
const BUSY_TRIALS = 100
const AT_ONCE = 20

/** Measured recoveries beside the truth: real servers, down for spans that only they know. */
export async function groundTruth(): Promise<readonly Row[]> {
  const quiet = await trials(0, QUIET_TRIALS)
  const busy = await besideBusyCore(() => trials(10_000, BUSY_TRIALS))
  return [...rows('', quiet), ...rows(', one core busy', busy)]
}

async function trials(firstSeed: number, count: number): Promise<readonly OutageTrial[]> {
  const done: OutageTrial[] = []
  for (let seed = firstSeed; seed < firstSeed + count; seed += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, firstSeed + count - seed) }, (_, n) => outageTrial(seed + n))
    done.push(...(await Promise.all(batch)))
  }
  return done
}

function rows(when: string, all: readonly OutageTrial[]): readonly Row[] {
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
