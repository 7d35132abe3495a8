import { formatDuration } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { Scenario } from '../../model/scenario.ts'
import { guardInWords } from '../../plan/guard-in-words.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import { type Term, wallWords } from './words.ts'

const NOT_RECORDED = 'not recorded: the journal has no first line'

/** What was rehearsed, against what targets. */
export function aboutTerms(measures: DrillMeasures, { started }: ChroniclePicture): readonly Term[] {
  const scenario = started?.scenario
  return [
    { term: 'Scenario', text: `${measures.scenario}, class ${measures.class}` },
    { term: 'Why', text: scenario?.why ?? NOT_RECORDED },
    { term: 'Platform', text: `${measures.platform}, environment ${measures.environment}` },
    { term: 'Started', text: wallWords(measures.startedAt) },
    { term: 'Took', text: formatDuration(measures.endedMs) },
    ...(scenario === undefined ? [] : scenarioTerms(scenario)),
  ]
}

function scenarioTerms({ targets, rtoUntil, expect, recovery, gates, guards, deadlineMs }: Scenario): readonly Term[] {
  const target = (ms: number | undefined) => (ms === undefined ? 'none' : formatDuration(ms))
  const guardWords = guards.map(guardInWords)
  return [
    { term: 'Targets', text: `RTO ${target(targets.rtoMs)} (until ${rtoUntil}), RPO ${target(targets.rpoMs)}` },
    {
      term: 'Expected',
      text: list([
        ...(expect.degraded === undefined ? [] : [`degraded mode ${expect.degraded}`]),
        ...expect.signals.map(signal => `signal ${signal}`),
      ]),
    },
    { term: 'Recovery', text: recovery.kind },
    { term: 'Gates', text: list(gates.smoke) },
    { term: 'Guards', text: list(guardWords) },
    { term: 'Gives up', text: `${formatDuration(deadlineMs)} after t0` },
  ]
}

/** What stood in for the real thing during this drill. */
export function simulatedTerms({ started, rare }: ChroniclePicture): readonly Term[] {
  if (started === undefined) return []
  const network = rare.find(event => event.type === 'network.found')
  const components = started.platform.components.map(component => ({
    term: component.id,
    text: originOf(component.route?.upstream),
  }))
  if (network?.type !== 'network.found') return components
  const whose = network.ours ? 'started for this drill' : 'found running'
  return [...components, { term: 'Toxiproxy', text: `${network.version}, ${whose}, at ${network.toxiproxy}` }]
}

function originOf(
  upstream: { readonly kind: 'mock' } | { readonly kind: 'address'; readonly address: string } | undefined,
) {
  if (upstream === undefined) return 'the platform’s own, without a proxy in front'
  if (upstream.kind === 'mock') return 'simulated: a mock provider started for this drill'
  return `the platform’s own at ${upstream.address}, behind a proxy of the drill`
}

/** All that is needed to run the same drill again. */
export function repeatTerms(measures: DrillMeasures, { started }: ChroniclePicture): readonly Term[] {
  const versions = Object.entries(started?.versions ?? {}).map(([name, version]) => `${name} ${version}`)
  return [
    { term: 'Command', text: started?.command ?? NOT_RECORDED },
    { term: 'Seed', text: String(measures.seed) },
    { term: 'Scenario file', text: started?.scenario.file ?? NOT_RECORDED },
    { term: 'Scenario hash', text: started?.scenario.hash ?? NOT_RECORDED },
    { term: 'Platform file', text: started?.platform.file ?? NOT_RECORDED },
    { term: 'Versions', text: versions.length === 0 ? 'not recorded' : versions.join(', ') },
    { term: 'Drill', text: measures.drill },
  ]
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ')
}
