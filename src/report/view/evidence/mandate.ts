import { formatDuration } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import { offset } from '../words.ts'
import { all, type EvidenceField, field } from './field.ts'

/** What was drilled and what with. */
export function identity(measures: DrillMeasures, { started, rare }: ChroniclePicture, sha256: string | undefined) {
  const staged = started?.platform.stage !== undefined
  const versions = Object.entries(started?.versions ?? {}).map(([name, version]) => `${name} ${version}`)
  const network = rare.find(event => event.type === 'network.found')
  return [
    field(1, 'Drill', measures.drill),
    field(2, 'Title', measures.title),
    field(
      3,
      'Type of drill',
      `real faults, measured by machine, on ${staged ? 'a platform started for the drill' : 'a running platform'}`,
    ),
    field(
      4,
      'Environment',
      `${measures.environment}${measures.environment === 'production' ? '' : ', not production'}`,
    ),
    field(
      5,
      'Versions',
      all([
        ...versions,
        network?.type === 'network.found' ? `toxiproxy ${network.version}` : '',
        started === undefined ? '' : `scenario ${started.scenario.hash}`,
      ]),
    ),
    field(
      6,
      'Report',
      all([
        `made from the journal by blackstart ${started?.versions.blackstart ?? 'of an unknown version'}`,
        sha256 === undefined ? '' : `journal.jsonl sha256 ${sha256}`,
        'not signed',
      ]),
    ),
    field(
      7,
      'Time source',
      'durations from a clock that never jumps; times of day from the machine’s clock, whose offset was not measured',
    ),
  ]
}

/** Why it was drilled, on what, and what was left out. */
export function mandate({ reasons }: DrillMeasures, { started }: ChroniclePicture): readonly EvidenceField[] {
  if (started === undefined) return NAMES.map(([number, name]) => field(number, name))
  const { scenario, platform } = started
  const touched = new Set(scenario.faults.map(fault => fault.component))
  const components = platform.components.map(
    ({ id, kind, tier }) =>
      `${id} (${kind}${tier === undefined ? '' : `, tier ${tier}`})${touched.has(id) ? ', broken' : ''}`,
  )
  const providers = platform.components.filter(component => component.kind === 'model-provider')
  const mocked = platform.components.filter(({ route }) => route?.upstream.kind === 'mock').map(({ id }) => id)
  const runbook = scenario.recovery.kind === 'runbook' ? scenario.recovery.file : ''
  const sick = reasons.filter(reason => reason.text.includes('healthy')).map(reason => reason.text)
  return [
    field(8, 'Objectives', all([`that it comes back within its targets`, ...expectations(scenario.expect)])),
    field(9, 'Scenario and why', `${scenario.id}, class ${scenario.class}: ${scenario.why}`),
    field(10, 'Systems in scope', components.join(', ')),
    field(11, 'Third parties in scope', providers.map(({ id }) => id).join(', ')),
    field(12, 'Plan and runbook', runbook),
    field(13, 'Preconditions', all(['nothing was broken before the platform had been seen healthy', ...sick])),
    field(
      14,
      'Simulated parts',
      mocked.length === 0 ? 'none: every component was the platform’s own' : `${mocked.join(', ')}: mock providers`,
    ),
  ]
}

const NAMES = [
  [8, 'Objectives'],
  [9, 'Scenario and why'],
  [10, 'Systems in scope'],
  [11, 'Third parties in scope'],
  [12, 'Plan and runbook'],
  [13, 'Preconditions'],
  [14, 'Simulated parts'],
] as const

function expectations({
  degraded,
  signals,
}: {
  readonly degraded: string | undefined
  readonly signals: readonly string[]
}) {
  return [
    degraded === undefined ? '' : `that it degrades to ${degraded}`,
    signals.length === 0 ? '' : `that ${signals.join(', ')} is seen`,
  ]
}

/** Who agreed, who took part, who could stop it. */
export function governance(
  measures: DrillMeasures,
  { started, rare, signals }: ChroniclePicture,
): readonly EvidenceField[] {
  const people = Object.entries(started?.platform.people ?? {}).map(([role, name]) => `${role}: ${name}`)
  const approval = started?.approval
  const telling = new Set(started?.platform.signals.filter(({ role }) => role === 'communicated').map(({ id }) => id))
  const told = signals
    .filter(signal => telling.has(signal.name))
    .flatMap(({ name, spans }) => spans.map(span => `${name} at ${offset(span.fromMs - (measures.t0 ?? 0))}`))
  const deciders = rare.flatMap(event => (event.type === 'runbook.decided' ? [event.by] : []))
  const noted = [...new Set(measures.notes.map(note => note.by))]
  const guards = started?.scenario.guards.map(guard => guard.id) ?? []
  return [
    field(15, 'Approval', approval === undefined ? '' : `${approval.by}: ${approval.why}`),
    field(16, 'Roles', people.join(', ')),
    field(
      17,
      'Participants',
      all([
        deciders.includes('person') ? 'a person decided in the runbook' : '',
        noted.length === 0 ? '' : `noted what they saw: ${noted.join(', ')}`,
      ]),
    ),
    field(18, 'Notifications', all(told)),
    field(
      19,
      'Who and what may stop it',
      all([
        guards.length === 0 ? 'no guards' : `guards: ${guards.join(', ')}`,
        'anybody at the terminal, and the halt lever of the machine',
        `the deadline ${formatDuration(started?.scenario.deadlineMs ?? 0)} after t0`,
      ]),
    ),
    field(20, 'Targets', targets(measures, started?.scenario.faults.map(fault => fault.component) ?? [], started)),
    field(
      21,
      'Criteria fixed before the start',
      started === undefined ? '' : `in the journal’s first line, scenario ${started.scenario.hash}`,
    ),
  ]
}

function targets({ rto, rpo }: DrillMeasures, broken: readonly string[], started: ChroniclePicture['started']) {
  const owners = (started?.platform.components ?? [])
    .filter(component => broken.includes(component.id))
    .map(({ id, owner }) => `${id}: ${owner ?? 'no owner'}`)
  const target = (ms: number | null) => (ms === null ? 'none' : formatDuration(ms))
  return `RTO ${target(rto.targetMs)}, RPO ${target(rpo.targetMs)}, from the scenario file; owners ${owners.join(', ')}`
}
