/** What happens while a runbook is followed. Steps count from 1. */
export type RunbookHappening =
  | {
      readonly type: 'runbook.started'
      readonly runbook: string
      readonly title: string
      readonly steps: readonly RunbookStepPlan[]
    }
  | { readonly type: 'runbook.step.started'; readonly step: number; readonly title: string }
  | { readonly type: 'runbook.said'; readonly step: number; readonly text: string }
  | {
      readonly type: 'runbook.decided'
      readonly step: number
      readonly question: string
      readonly answer: string
      readonly by: 'person' | 'scenario'
    }
  | {
      readonly type: 'runbook.step.finished'
      readonly step: number
      readonly title: string
      readonly outcome: StepOutcome
      readonly tookMs: number
      readonly exitCode: number | undefined
      readonly detail: string
    }
  | { readonly type: 'runbook.finished'; readonly outcome: RunbookOutcome; readonly detail: string }

export interface RunbookStepPlan {
  readonly title: string
  readonly owner: string | undefined
  readonly boxMs: number | undefined
}

/** What became of one step. `late` did what it should, after its time box; `needs-person` had nobody to do it. */
export const STEP_OUTCOMES = ['done', 'late', 'failed', 'timed-out', 'skipped', 'needs-person'] as const
export type StepOutcome = (typeof STEP_OUTCOMES)[number]
export type RunbookOutcome = 'done' | 'failed' | 'needs-person'

export interface RunbookMeasure {
  readonly file: string
  readonly title: string
  readonly outcome: RunbookOutcome | null
  readonly detail: string
  readonly startedMs: number
  readonly durationMs: number | null
  readonly steps: readonly StepMeasure[]
}

export interface StepMeasure {
  readonly title: string
  readonly owner: string | null
  readonly outcome: StepOutcome | null
  readonly durationMs: number | null
  readonly boxMs: number | null
  readonly detail: string
  /** What was asked, what was answered, and by whom. */
  readonly decisions: readonly {
    readonly question: string
    readonly answer: string
    readonly by: 'person' | 'scenario'
  }[]
}
