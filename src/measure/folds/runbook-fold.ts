import type { DrillEvent } from '../../model/event.ts'
import type { RunbookMeasure, StepMeasure } from '../../model/runbook.ts'

/** Follows a runbook being followed: which step took how long, which one was wrong, what a person had to do. */
export function runbookFold(): {
  see(event: DrillEvent): void
  /** When the first step began: the recovery's own first act. */
  actedMs(): number | null
  measure(): RunbookMeasure | null
} {
  let runbook: RunbookMeasure | undefined
  let actedMs: number | null = null
  const change = (step: number, changes: (before: StepMeasure) => Partial<StepMeasure>): void => {
    if (runbook === undefined) return
    const steps = runbook.steps.map((each, i) => (i === step - 1 ? { ...each, ...changes(each) } : each))
    runbook = { ...runbook, steps }
  }
  return {
    actedMs: () => actedMs,
    measure: () => runbook ?? null,
    see(event) {
      switch (event.type) {
        case 'runbook.started': {
          const steps = event.steps.map(({ title, owner, boxMs }) => ({
            ...{ title, owner: owner ?? null, boxMs: boxMs ?? null },
            ...{ outcome: null, durationMs: null, detail: '', decisions: [] },
          }))
          const { runbook: file, title } = event
          runbook = { file, title, outcome: null, detail: '', startedMs: event.atMs, durationMs: null, steps }
          break
        }
        case 'runbook.step.started':
          actedMs ??= event.atMs
          break
        case 'runbook.decided': {
          const { question, answer, by } = event
          change(event.step, ({ decisions }) => ({ decisions: [...decisions, { question, answer, by }] }))
          break
        }
        case 'runbook.step.finished':
          change(event.step, () => ({ outcome: event.outcome, durationMs: event.tookMs, detail: event.detail }))
          break
        case 'runbook.finished':
          if (runbook === undefined) break
          runbook = {
            ...runbook,
            outcome: event.outcome,
            detail: event.detail,
            durationMs: event.atMs - runbook.startedMs,
          }
          break
      }
    },
  }
}
