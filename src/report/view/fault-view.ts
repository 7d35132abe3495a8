import { formatDuration } from '../../model/duration.ts'
import type { DrillMeasures, FaultMeasure } from '../../model/measures.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import { offset, type Term } from './words.ts'

/** One fault: what was done, the proof that it bit, and how it was put back. */
export interface FaultView {
  readonly id: string
  readonly words: string
  readonly component: string
  readonly kind: string
  readonly effect: 'bitten' | 'not-bitten' | 'unknown'
  readonly effectWords: string
  readonly terms: readonly Term[]
}

/** The faults in words. */
export function faultViews(measures: DrillMeasures, picture: ChroniclePicture): readonly FaultView[] {
  return measures.faults.map(fault => faultView(fault, measures.t0 ?? 0, picture))
}

function faultView(fault: FaultMeasure, zeroMs: number, picture: ChroniclePicture): FaultView {
  const component = picture.started?.platform.components.find(each => each.id === fault.component)
  const effectWords = effectSentence(fault)
  return {
    id: fault.id,
    words: fault.words,
    component: fault.component,
    kind: fault.kind,
    effect: fault.effect,
    effectWords,
    terms: [
      { term: 'Component', text: `${fault.component}${component === undefined ? '' : `, a ${component.kind}`}` },
      { term: 'Owner', text: component?.owner ?? 'none named in the platform file' },
      { term: 'Planned', text: plannedWords(fault, picture) },
      { term: 'Injected', text: injectedWords(fault, zeroMs, picture) },
      { term: 'Effect', text: effectWords },
      { term: 'Undone', text: undoneWords(fault, zeroMs) },
    ],
  }
}

function effectSentence({ effect, seen, injectedMs }: FaultMeasure): string {
  if (injectedMs === null) return 'Never injected.'
  const saw = seen === '' ? '' : ` Seen: ${seen}`
  switch (effect) {
    case 'bitten':
      return `Proven to bite.${saw}`
    case 'not-bitten':
      return `Did not bite.${saw}`
    case 'unknown':
      return `Not proven to bite.${saw}`
    default:
      return effect satisfies never
  }
}

function plannedWords({ id }: FaultMeasure, { started }: ChroniclePicture): string {
  const planned = started?.scenario.faults.find(each => each.id === id)
  if (planned === undefined) return 'not recorded'
  const until = planned.forMs === undefined ? 'until healed' : `for ${formatDuration(planned.forMs)}`
  const from = planned.atMs === 0 ? 'from t0' : `from ${formatDuration(planned.atMs)} after t0`
  return `${from}, ${until}`
}

function injectedWords({ id, injectedMs }: FaultMeasure, zeroMs: number, { rare }: ChroniclePicture): string {
  const refused = rare.find(event => event.type === 'fault.refused' && event.fault === id)
  if (refused?.type === 'fault.refused') return `no: ${refused.error}`
  if (injectedMs === null) return 'no'
  const injected = rare.find(event => event.type === 'fault.injected' && event.fault === id)
  if (injected?.type !== 'fault.injected') return `at ${offset(injectedMs - zeroMs)}`
  const ack = formatDuration(injected.ackMs - injected.startedMs)
  return `at ${offset(injected.startedMs - zeroMs)}, acknowledged ${ack} later`
}

function undoneWords({ undo, undoneMs, injectedMs }: FaultMeasure, zeroMs: number): string {
  if (undoneMs === null) return injectedMs === null && undo === '' ? 'nothing to undo' : `no undo seen. ${undo}`.trim()
  return `at ${offset(undoneMs - zeroMs)}${undo === '' ? '' : `: ${undo}`}`
}
