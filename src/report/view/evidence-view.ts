import type { DrillMeasures } from '../../model/measures.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import type { ComparisonView } from './comparison-view.ts'
import { auditing, CONTROLS, cleaning, controlWords, improvement } from './evidence/aftermath.ts'
import type { EvidenceField } from './evidence/field.ts'
import { governance, identity, mandate } from './evidence/mandate.ts'
import { execution, results } from './evidence/results.ts'
import type { FindingView } from './finding-view.ts'

/** What an auditor looks for, field by field, and what this drill cannot show. */
export interface EvidenceView {
  readonly summary: string
  readonly groups: readonly { readonly title: string; readonly fields: readonly FieldView[] }[]
  readonly controls: readonly ControlView[]
  /** Who has to sign, on paper. */
  readonly signOffs: readonly string[]
}

export interface FieldView {
  readonly number: number
  readonly name: string
  readonly text: string
  readonly evidenced: boolean
}

export interface ControlView {
  readonly control: string
  readonly about: string
  readonly fields: string
  readonly words: string
}

/** What beside the measures and the journal the evidence rests on. */
export interface EvidenceSource {
  readonly findings: readonly FindingView[]
  readonly comparison: ComparisonView | undefined
  /** Of the journal; undefined where it was not read whole. */
  readonly sha256: string | undefined
}

/** All fifty fields. One without a text says that this drill gives no evidence of it. */
export function evidenceView(measures: DrillMeasures, picture: ChroniclePicture, source: EvidenceSource): EvidenceView {
  const groups = [
    { title: 'Identity', fields: identity(measures, picture, source.sha256) },
    { title: 'Mandate', fields: mandate(measures, picture) },
    { title: 'Governance and targets', fields: governance(measures, picture) },
    { title: 'Execution', fields: execution(measures, picture) },
    { title: 'Results', fields: results(measures, picture) },
    { title: 'Clean-up', fields: cleaning(measures, picture) },
    { title: 'Improvement', fields: improvement(measures, picture, source.findings, source.comparison) },
    { title: 'Audit', fields: auditing(picture, source.sha256) },
  ]
  const fields = groups.flatMap(group => group.fields)
  const evidenced = fields.filter(each => each.text !== '').length
  return {
    summary: `${evidenced} of ${fields.length} fields are evidenced by this drill; the others say so, and are for people to fill in.`,
    groups: groups.map(({ title, fields: own }) => ({ title, fields: own.map(fieldView) })),
    controls: CONTROLS.map(([control, about, numbers]) => ({
      control,
      about,
      fields: numbers.join(', '),
      words: controlWords(numbers, fields),
    })),
    signOffs: ['Operator', 'Evaluator', 'Management'],
  }
}

function fieldView({ number, name, text }: EvidenceField): FieldView {
  const evidenced = text !== ''
  return { number, name, text: evidenced ? text : 'not evidenced by this drill', evidenced }
}
