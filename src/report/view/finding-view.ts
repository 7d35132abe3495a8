import { journalLine } from '../../model/journal-line.ts'
import type { DrillMeasures, FollowUp, Reason } from '../../model/measures.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'

/** Something that a drill brought to light: how bad, what shows it, what to do, who, and a text for their ticket. */
export interface FindingView {
  readonly severity: FollowUp['severity']
  readonly what: string
  readonly evidence: string
  readonly action: string
  readonly owner: string
  readonly ticket: string
}

/** Every sentence that was not a pass, and what did not go as it should have without spoiling the verdict; the worst first. */
export function findingViews(measures: DrillMeasures, picture: ChroniclePicture): readonly FindingView[] {
  const found = [...fromReasons(measures), ...fromSteps(measures), ...fromOwners(measures, picture)]
  const order = ['high', 'medium', 'low'] as const
  return found
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(finding => ({ ...finding, ticket: ticketText(finding, measures, picture) }))
}

type Bare = Omit<FindingView, 'ticket'>

function fromReasons({ reasons, followUps, drill }: DrillMeasures): readonly Bare[] {
  return reasons
    .filter(reason => reason.verdict !== 'passed')
    .map(reason => {
      const followUp = followUps.find(each => reason.advice !== undefined && each.text.startsWith(reason.advice))
      return {
        severity: reason.verdict === 'failed' ? 'high' : 'medium',
        what: reason.text,
        evidence: evidenceOf(reason, drill),
        action: followUp?.text ?? reason.advice ?? 'Find out why, then drill again.',
        owner: ownerOf(followUp?.owner ?? followUps[0]?.owner),
      }
    })
}

function evidenceOf({ seq }: Reason, drill: string): string {
  return seq === null
    ? `the measures of drill ${drill} (drill.json)`
    : `line ${journalLine(seq)} of the journal of drill ${drill}`
}

/** A step that took longer than its box, or did not do what it should, is rot in the runbook even if the platform came back. */
function fromSteps({ runbook, drill }: DrillMeasures): readonly Bare[] {
  if (runbook === null) return []
  return runbook.steps.flatMap(({ title, outcome, detail, owner }, i) => {
    if (outcome === null || outcome === 'done' || outcome === 'skipped') return []
    return {
      severity: outcome === 'late' ? 'low' : 'medium',
      what: `Step ${i + 1} of runbook ${runbook.file}, “${title}”: ${outcome.replaceAll('-', ' ')}.`,
      evidence: `step ${i + 1} in the journal of drill ${drill}${detail === '' ? '' : `: ${detail}`}`,
      action: STEP_ACTIONS[outcome],
      owner: ownerOf(owner),
    }
  })
}

const STEP_ACTIONS = {
  late: 'Make the step faster, or give it the time it really needs.',
  failed: 'Mend the step in the runbook, then drill again.',
  'timed-out': 'Find out why the step never ended, mend it, then drill again.',
  'needs-person': 'Say in the scenario who decides, or let a person take part in the drill.',
} as const

/** What has no owner has nobody to mend it. */
function fromOwners({ faults, drill }: DrillMeasures, { started }: ChroniclePicture): readonly Bare[] {
  const broken = new Set(faults.map(fault => fault.component))
  return (started?.platform.components ?? [])
    .filter(component => broken.has(component.id) && component.owner === undefined)
    .map(({ id }) => ({
      severity: 'low',
      what: `Nobody owns ${id}.`,
      evidence: `the platform file, as recorded in the first line of the journal of drill ${drill}`,
      action: `Name an owner of ${id} in the platform file.`,
      owner: 'nobody named',
    }))
}

function ownerOf(owner: string | null | undefined): string {
  return owner ?? 'nobody named'
}

/** Ready to be pasted: a first line that is a title, and all that its reader needs without this report. */
function ticketText(
  { severity, what, evidence, action, owner }: Bare,
  measures: DrillMeasures,
  { started }: ChroniclePicture,
) {
  return [
    `[${severity}] ${measures.platform}: ${what}`,
    '',
    `Found by: drill ${measures.drill}, ${measures.title} (${measures.environment})`,
    `Evidence: ${evidence}`,
    `To do: ${action}`,
    `Owner: ${owner}`,
    `Proven when this passes: ${started?.command ?? `scenario ${measures.scenario}`}`,
  ].join('\n')
}
