import { formatDuration } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import { cleanupView } from '../cleanup-view.ts'
import type { ComparisonView } from '../comparison-view.ts'
import type { FindingView } from '../finding-view.ts'
import { counted, wallWords } from '../words.ts'
import { all, type EvidenceField, field } from './field.ts'

/** Whether everything was put back. */
export function cleaning(measures: DrillMeasures, picture: ChroniclePicture): readonly EvidenceField[] {
  const cleanup = cleanupView(measures, picture)
  const { split, faults, rollback } = measures
  const left = rollback.leftBehind.map(({ what, where }) => `${what} on ${where}`)
  return [
    field(36, 'Undo', all(faults.filter(fault => fault.undo !== '').map(fault => `${fault.id}: ${fault.undo}`))),
    field(37, 'Residue scan', `${cleanup.word}. ${cleanup.sentence}`),
    field(
      38,
      'Return to normal',
      split.failbackMs === null ? '' : `${formatDuration(split.failbackMs)} after the first undo all was as before`,
    ),
    field(39, 'Left behind', left.length > 0 ? all(left) : cleanup.clean ? 'nothing' : ''),
  ]
}

/** What is to become better. */
export function improvement(
  measures: DrillMeasures,
  { started }: ChroniclePicture,
  findings: readonly FindingView[],
  comparison: ComparisonView | undefined,
): readonly EvidenceField[] {
  const broken = new Set(measures.faults.map(fault => fault.component))
  const cadence = (started?.platform.components ?? []).flatMap(({ id, drillEveryMs }) =>
    broken.has(id) && drillEveryMs !== undefined
      ? [`${id}: ${formatDuration(drillEveryMs)} after ${wallWords(measures.startedAt)}`]
      : [],
  )
  return [
    field(
      40,
      'Findings',
      findings.length === 0
        ? 'none'
        : all(
            findings.map(each => `${each.severity}: ${each.what}`),
            ' ',
          ),
    ),
    field(
      41,
      'Actions',
      findings.length === 0
        ? 'none needed'
        : all(
            findings.map(each => `${each.owner}: ${each.action} (open)`),
            ' ',
          ),
    ),
    field(42, 'Changes to the plan', ''),
    field(43, 'Retest', started === undefined ? '' : `with ${started.command}`),
    field(44, 'Comparison with the previous drill', comparison?.sentence),
    field(45, 'Next drill due', all(cadence)),
  ]
}

/** What ties the record together. */
export function auditing({ started }: ChroniclePicture, sha256: string | undefined): readonly EvidenceField[] {
  return [
    field(46, 'Control mapping', 'in the table below'),
    field(
      47,
      'Artefacts',
      all([
        `journal.jsonl${sha256 === undefined ? '' : ` sha256 ${sha256}`}`,
        'drill.json, report.html, report.md and junit.xml are made from it and can be made again',
      ]),
    ),
    field(48, 'Retention', ''),
    field(49, 'Sign-offs', ''),
    field(
      50,
      'Redaction',
      started === undefined
        ? ''
        : 'values read from the environment never entered the journal; their names stand in their place',
    ),
  ]
}

/** Which fields speak to which control. */
export const CONTROLS = [
  ['SOC 2 A1.2', 'recovery infrastructure is operated and watched', [24, 29, 30, 36]],
  ['SOC 2 A1.3', 'recovery plan procedures are tested', [9, 10, 12, 28, 29, 42]],
  ['SOC 2 CC7.5', 'recovery from incidents is tested and improved', [18, 31, 40, 41, 43]],
  ['ISO 27001 A.5.29', 'security holds during disruption', [34]],
  ['ISO 27001 A.5.30', 'readiness of ICT for continuity', [20, 21, 28, 29, 45]],
  ['ISO 27001 A.8.13', 'backups are restored as a test', [29, 30]],
  ['ISO 27001 A.8.14', 'redundancy is tested', [22, 23, 32]],
  ['DORA Art. 11', 'continuity plans are tested, third parties included', [9, 11, 13, 35, 38]],
  ['DORA Art. 24', 'a programme of tests by independent testers', [16, 17, 21, 40, 41, 49]],
  ['DORA Art. 25', 'tests by scenario, end to end', [9, 22, 32]],
  ['NIST SP 800-84', 'after-action report', [8, 17, 22, 27, 40, 41]],
  ['NIST SP 800-34', 'test of the contingency plan, with reconstitution', [28, 29, 32, 38]],
  ['FFIEC BCM', 'exercises with roles, third parties and results', [11, 16, 35, 44]],
] as const

/** How much of a control this drill gives evidence of. */
export function controlWords(numbers: readonly number[], fields: readonly EvidenceField[]): string {
  const missing = numbers.filter(number => fields.some(each => each.number === number && each.text === ''))
  if (missing.length === 0) return 'all evidenced by this drill'
  return `${counted(numbers.length - missing.length, 'field')} of ${numbers.length} evidenced; not: ${missing.join(', ')}`
}
