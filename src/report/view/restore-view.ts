import { formatDuration } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { StepMeasure } from '../../model/runbook.ts'
import { formatSize } from '../../model/size.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import { MOMENT_WORDS } from './gate-view.ts'
import { counted, VERDICT_WORDS } from './words.ts'

/** How data came back: the runbook step by step, how fast it was, and whether it was whole. */
export interface RestoreView {
  readonly runbook: string
  readonly steps: readonly StepView[]
  readonly restores: readonly RestoreRow[]
  readonly integrity: readonly IntegrityRow[]
}

export interface StepView {
  readonly number: number
  readonly title: string
  readonly owner: string
  readonly took: string
  readonly box: string
  readonly outcome: string
  readonly good: boolean
  readonly detail: string
  /** The last of what it printed. */
  readonly output: string
}

export interface RestoreRow {
  readonly component: string
  readonly what: string
  readonly rate: string
  readonly largest: string
}

export interface IntegrityRow {
  readonly component: string
  readonly during: string
  readonly check: string
  readonly verdict: Verdict
  readonly word: string
  readonly detail: string
}

/** Runbook, restores and integrity in words; undefined where there was none of them. */
export function restoreView(measures: DrillMeasures, picture: ChroniclePicture): RestoreView | undefined {
  const { runbook, restore, integrity } = measures
  if (runbook === null && restore.length === 0 && integrity.length === 0) return undefined
  return {
    runbook:
      runbook === null
        ? ''
        : `${runbook.title} (${runbook.file}): ${runbook.outcome?.replaceAll('-', ' ') ?? 'not over'}`,
    steps: (runbook?.steps ?? []).map((step, i) => stepView(step, i + 1, picture)),
    restores: restore.map(restoreRow),
    integrity: integrity.flatMap(({ component, during, checks }) =>
      checks.map(({ check, verdict, detail }) => ({
        component,
        during: MOMENT_WORDS[during],
        check,
        verdict,
        word: VERDICT_WORDS[verdict],
        detail,
      })),
    ),
  }
}

function stepView(step: StepMeasure, number: number, { rare }: ChroniclePicture): StepView {
  const { title, owner, outcome, durationMs, boxMs, detail, decisions } = step
  const said = rare.flatMap(event => (event.type === 'runbook.said' && event.step === number ? [event.text] : []))
  const decided = decisions.map(({ question, answer, by }) => `${question} ${answer} (by the ${by}).`)
  return {
    number,
    title,
    owner: owner ?? 'nobody named',
    took: durationMs === null ? 'not over' : formatDuration(durationMs),
    box: boxMs === null ? 'none' : formatDuration(boxMs),
    outcome: outcome?.replaceAll('-', ' ') ?? 'not over',
    good: outcome === 'done' || outcome === 'skipped',
    detail: [detail, ...decided].filter(text => text !== '').join(' '),
    output: said.join('\n').slice(-MOST_OUTPUT).toWellFormed(),
  }
}

const MOST_OUTPUT = 1500

function restoreRow({
  component,
  into,
  restores,
  rows,
  bytes,
  byteRate,
  rowRate,
  largest,
}: DrillMeasures['restore'][number]): RestoreRow {
  const range =
    largest === null || largest.lowMs === null || largest.highMs === null
      ? ''
      : ` (${formatDuration(largest.lowMs)} to ${formatDuration(largest.highMs)})`
  return {
    component,
    what: `${into === 'scratch' ? 'beside the store, as a trial: ' : ''}${counted(restores, 'restore')}, ${counted(rows, 'row')}, ${formatSize(bytes)}`,
    rate: `${formatSize(Math.round(byteRate.perSecond))}/s, ${Math.round(rowRate.perSecond).toLocaleString('en-US')} rows/s`,
    largest:
      largest === null
        ? ''
        : `${formatSize(largest.bytes)} would take ${formatDuration(largest.durationMs)}${range}: extrapolated, not measured`,
  }
}
