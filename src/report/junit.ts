import type { Verdict } from '../model/verdict.ts'
import { junitTemplate } from './templates.ts'
import type { DrillView } from './view/drill-view.ts'

const render = junitTemplate()

interface Case {
  readonly classname: string
  readonly name: string
  readonly seconds: string
  readonly failure: string
  readonly error: string
  readonly detail: string
  readonly skipped: boolean
}

/** One drill as a suite of tests for CI: its verdict, its RTO, each fault's effect, each gate, the clean-up. */
export function renderJunit(view: DrillView): string {
  const cases = junitCases(view)
  return render({
    name: view.scenario,
    // Schemas ask for a time without zone or fractions.
    timestamp: view.startedAt.slice(0, 19),
    tests: cases.length,
    failures: cases.filter(each => each.failure !== '').length,
    errors: cases.filter(each => each.error !== '').length,
    skipped: cases.filter(each => each.skipped).length,
    seconds: seconds(view.tookMs),
    properties: [...view.repeat, { term: 'Verdict', text: view.verdict.verdict }],
    cases,
    out: `${view.verdict.word}: ${view.verdict.headline}`,
  })
}

function junitCases(view: DrillView): readonly Case[] {
  const test = (name: string, verdict: Verdict | 'skipped', message: string, detail = '', tookMs = 0): Case => ({
    classname: `${view.platform}.${view.scenario}`,
    name,
    seconds: seconds(tookMs),
    failure: verdict === 'failed' ? message : '',
    error: verdict === 'inconclusive' ? message : '',
    detail,
    skipped: verdict === 'skipped',
  })
  const because = view.reasons.map(reason => `${reason.word}: ${reason.text}`).join('\n')
  const { rto, cleanup } = view
  return [
    test('verdict', view.verdict.verdict, view.verdict.headline, because, view.tookMs),
    test(
      `RTO within ${rto.target}`,
      metVerdict(rto.met, rto.picture.targetMs !== undefined),
      `${rto.value}. ${rto.comparison}`,
      rto.note,
      rto.picture.achievedMs ?? 0,
    ),
    ...(view.rpo.measured
      ? [
          test(
            `RPO within ${view.rpo.target}`,
            metVerdict(view.rpo.met, view.rpo.hasTarget),
            `${view.rpo.value}. ${view.rpo.comparison}`,
            view.rpo.note,
          ),
        ]
      : []),
    ...view.faults.map(fault =>
      test(
        `fault ${fault.id} bites: ${fault.words}`,
        fault.effect === 'bitten' ? 'passed' : 'inconclusive',
        fault.effectWords,
      ),
    ),
    ...lastOnes(view).map(gate =>
      test(`gate ${gate.name}, ${gate.during}`, gate.verdict, gate.detail, '', gate.tookMs),
    ),
    test('nothing left behind', cleanup.clean ? 'passed' : 'inconclusive', cleanup.word, cleanup.sentence),
  ]
}

/** What each gate came to in the end: one that failed at first and passed when it was asked again has passed. */
function lastOnes({ gates }: DrillView): DrillView['gates'] {
  return [...new Map(gates.map(gate => [`${gate.during} ${gate.name}`, gate])).values()]
}

function metVerdict(met: 'yes' | 'no' | 'unknown', hasTarget: boolean): Verdict | 'skipped' {
  if (!hasTarget) return 'skipped'
  return met === 'yes' ? 'passed' : met === 'no' ? 'failed' : 'inconclusive'
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
