import type { DrillView } from '../view/drill-view.ts'
import { about } from './sections/about.ts'
import { after } from './sections/after.ts'
import { cleanup } from './sections/cleanup.ts'
import { comparison } from './sections/comparison.ts'
import { evidence } from './sections/evidence.ts'
import { faults } from './sections/faults.ts'
import { findings } from './sections/findings.ts'
import { gates } from './sections/gates.ts'
import { isolation } from './sections/isolation.ts'
import { journeys } from './sections/journeys.ts'
import { judgements } from './sections/judgements.ts'
import { ledgers } from './sections/ledgers.ts'
import { method } from './sections/method.ts'
import { parts } from './sections/parts.ts'
import { quality } from './sections/quality.ts'
import { repeat } from './sections/repeat.ts'
import { restore } from './sections/restore.ts'
import { signals } from './sections/signals.ts'
import { split } from './sections/split.ts'
import { timeline } from './sections/timeline.ts'

/** One part of a drill's page below its first screen. Its partial has the id as name, and its first heading as id. */
export interface Section {
  readonly id: string
  /** As the table of contents calls it. */
  readonly title: string
  readonly template: string
  /** Whether there is anything to say. */
  readonly has: (view: DrillView) => boolean
}

/** Everything below the first screen, in the order of the readers: what to do, what happened, what proves it. */
export const SECTIONS: readonly Section[] = [
  { id: 'findings', title: 'Findings and follow-ups', template: findings, has: view => view.findings.length > 0 },
  {
    id: 'comparison',
    title: 'Compared with the previous drill',
    template: comparison,
    has: view => view.comparison !== undefined,
  },
  { id: 'timeline', title: 'Timeline', template: timeline, has: () => true },
  { id: 'split', title: 'Where the time went', template: split, has: view => view.split.length > 0 },
  { id: 'isolation', title: 'Neighbours', template: isolation, has: view => view.isolation !== undefined },
  { id: 'journeys', title: 'Journeys', template: journeys, has: view => view.journeys.length > 0 },
  { id: 'parts', title: 'Each part, before and after', template: parts, has: view => view.parts.length > 0 },
  { id: 'after', title: 'Served as before?', template: after, has: view => view.after.length > 0 },
  { id: 'ledgers', title: 'Ledgers', template: ledgers, has: view => view.ledgers.length > 0 },
  { id: 'faults', title: 'Faults', template: faults, has: () => true },
  { id: 'gates', title: 'Gates', template: gates, has: view => view.gates.length > 0 },
  { id: 'quality', title: 'Answer quality', template: quality, has: view => view.quality !== undefined },
  { id: 'restore', title: 'Restoring', template: restore, has: view => view.restore !== undefined },
  { id: 'signals', title: 'Signals', template: signals, has: view => view.signals.length > 0 },
  { id: 'judgements', title: 'Every judgement', template: judgements, has: () => true },
  { id: 'cleanup', title: 'Clean-up certificate', template: cleanup, has: () => true },
  { id: 'about', title: 'What was rehearsed', template: about, has: () => true },
  { id: 'evidence', title: 'Evidence for auditors', template: evidence, has: () => true },
  { id: 'method', title: 'How each number was computed', template: method, has: () => true },
  { id: 'repeat', title: 'How to repeat it', template: repeat, has: () => true },
]
