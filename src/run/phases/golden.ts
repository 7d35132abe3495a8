import { dirname, join, resolve } from 'node:path'
import { agreementOf } from '../../gates/golden/agreement.ts'
import { answerOf, unanswered } from '../../gates/golden/answer-of.ts'
import { askCase } from '../../gates/golden/ask-case.ts'
import { askSet } from '../../gates/golden/ask-set.ts'
import { loadModule } from '../../gates/golden/load-module.ts'
import { score } from '../../gates/golden/score.ts'
import type { ScoringMeans } from '../../gates/golden/scoring-means.ts'
import { type VerdictStore, verdictStore } from '../../gates/golden/verdict-store.ts'
import { asksAt } from '../../measure/quality/quality-fold.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { GateMoment } from '../../model/gate-names.ts'
import {
  type GoldenCase,
  type GoldenGate,
  type GoldenSet,
  goldenGateName,
  type LoadedGolden,
} from '../../model/golden.ts'
import type { GoldenAnswer } from '../../model/golden-event.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Running } from '../drill.ts'
import { waitFor } from '../waiting.ts'
import type { AskedGate } from './gates.ts'
import { noteStored, storeBaseline } from './stored-baseline.ts'

/** Asks the golden sets of a scenario at one moment, notes every answer, and says what may be concluded. */
export async function askGolden(
  running: Running,
  gate: GoldenGate,
  during: GateMoment,
  holds: () => boolean = () => true,
): Promise<AskedGate> {
  const { journal, quality } = running
  const startedMs = journal.nowMs()
  const sets =
    during === 'baseline' ? [gate.set, gate.during?.set ?? gate.set] : [asksAt(gate, during)?.set ?? gate.set]
  for (const set of new Set(sets)) await askOneSet(running, gate, set, during, holds)
  if (during === 'baseline') for (const set of new Set(sets)) await askJudges(running, set)
  const answer = during === 'baseline' ? baselineVerdict(running, gate) : quality.compared(during)
  const { verdict, detail } = answer ?? { verdict: 'inconclusive' as const, detail: 'there is nothing to compare with' }
  const name = goldenGateName(gate)
  journal.append({ type: 'gate.finished', gate: name, during, startedMs, verdict, detail })
  return { name, verdict, detail }
}

async function askOneSet(
  running: Running,
  gate: GoldenGate,
  name: string,
  during: GateMoment,
  holds: () => boolean,
): Promise<void> {
  const { drill, journal } = running
  const set = drill.platform.golden.find(({ id }) => id === name)
  const loaded = drill.golden.get(name)
  if (set === undefined || loaded === undefined) throw new Error(`the golden set ${name} was not read before the drill`)
  if (during === 'baseline' && gate.baseline === 'stored') return noteStored(running, set, loaded)
  const startedMs = journal.nowMs()
  const { hash, cases } = loaded
  journal.append({
    type: 'golden.started',
    ...{ set: name, during, cases: cases.length, repeats: set.repeats, hash, stored: false },
  })
  const { asked, notAsked, why, answers } = await askAll(running, set, loaded, during, holds)
  journal.append({ type: 'golden.finished', set: name, during, startedMs, asked, notAsked, why })
  if (during === 'baseline' && notAsked === 0) await storeBaseline(running, set, loaded, answers)
}

/** Asks every case, and stops where what was to be seen is over: an answer of a healed platform says nothing of the fault. */
async function askAll(
  running: Running,
  set: GoldenSet,
  { cases }: LoadedGolden,
  during: GateMoment,
  holds: () => boolean,
) {
  const { world, drill, journal, abort } = running
  const over = new AbortController()
  const done = new AbortController()
  const signal = AbortSignal.any([abort.signal, over.signal])
  const watch = waitFor(world.clock, () => (holds() ? undefined : true), {
    limitMs: Number.POSITIVE_INFINITY,
    signal: AbortSignal.any([signal, done.signal]),
  }).then(
    () => over.abort(),
    () => {},
  )
  const means = await scoringMeans(running, set, signal)
  const answers: GoldenAnswer[] = []
  const ask = async (one: GoldenCase, repeat: number): Promise<boolean> => {
    const startedMs = journal.nowMs()
    try {
      const asked = await askCase(world, set, one, { tenants: drill.platform.tenants, signal })
      // It came back whole, but perhaps from a platform that was itself again.
      if (!holds()) return false
      const scored =
        'answer' in asked ? await score(one.scorers ?? set.scorers, one, asked, means) : unanswered(asked.unanswered)
      const answer = answerOf(one, asked, scored, { set: set.id, during, repeat, startedMs })
      answers.push(journal.append({ type: 'golden.answered', ...answer }) as DrillEvent & GoldenAnswer)
      return true
    } catch (error) {
      if (over.signal.aborted) return false
      throw error
    }
  }
  try {
    const asking = await askSet(world.clock, set, cases, ask, signal)
    abort.signal.throwIfAborted()
    return { ...asking, answers, why: asking.notAsked === 0 ? undefined : 'what was broken was put back meanwhile' }
  } finally {
    done.abort()
    await watch
  }
}

const stores = new WeakMap<Running['journal'], Promise<VerdictStore>>()

/** What scorers need. A judge's verdicts are kept beside the drills, so that the same answer is judged the same next time. */
export async function scoringMeans(running: Running, set: GoldenSet, signal: AbortSignal): Promise<ScoringMeans> {
  const { world, drill, journal } = running
  const verdicts = stores.get(journal) ?? verdictStore(world.files, join(dirname(drill.dir), 'judge-verdicts.jsonl'))
  stores.set(journal, verdicts)
  const load = (name: string, kind: 'file' | 'package') => loadModule(resolve(drill.platform.dir), name, kind)
  return { world, judge: set.judge, verdicts: await verdicts, load, signal }
}

/** Holds judges against the answers that people have scored, where there are any. */
async function askJudges(running: Running, name: string): Promise<void> {
  const { drill, journal, abort } = running
  const set = drill.platform.golden.find(({ id }) => id === name)
  const labelled = drill.golden.get(name)?.cases.filter(one => one.labelled.length > 0) ?? []
  const judges = set?.scorers.filter(({ kind }) => kind === 'judge' || kind === 'autoevals') ?? []
  if (set === undefined || labelled.length === 0) return
  const means = await scoringMeans(running, set, abort.signal)
  for (const judge of judges) {
    const agreement = await agreementOf(judge, labelled, means)
    journal.append({ type: 'golden.agreement', set: name, scorer: judge.name, ...agreement })
  }
}

// One question in twenty may go wrong before a platform counts as sick: the same as for journeys.
const HEALTHY_RATIO = 0.95

/** A baseline that is itself full of holes is none. */
function baselineVerdict(
  { quality }: Running,
  gate: GoldenGate,
): { readonly verdict: Verdict; readonly detail: string } {
  const asked = quality.measure(null)?.moments.filter(({ during }) => during === 'baseline') ?? []
  const troubles = asked.flatMap(({ set, asked, unanswered, undecided, scoreRatio }) => {
    if (asked === 0) return [`no case of ${set} was asked`]
    if (1 - unanswered / asked < HEALTHY_RATIO) return [`${unanswered} of ${asked} questions of ${set} got no answer`]
    if (1 - undecided / asked < HEALTHY_RATIO) return [`${undecided} of ${asked} answers of ${set} could not be judged`]
    // Where nearly all is wrong already, nothing can get worse by the margin.
    return (scoreRatio ?? 0) <= gate.marginRatio
      ? [`only ${Math.round((scoreRatio ?? 0) * 100)} % of ${set} is right already`]
      : []
  })
  const words = asked.map(
    ({ set, asked, scoreRatio }) => `${set}: ${Math.round((scoreRatio ?? 0) * 1000) / 10} % over ${asked} answers`,
  )
  return troubles.length === 0
    ? { verdict: 'passed', detail: words.join('; ') }
    : { verdict: 'inconclusive', detail: troubles.join('; ') }
}
