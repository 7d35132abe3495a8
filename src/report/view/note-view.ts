import type { DrillMeasures } from '../../model/measures.ts'
import { offset } from './words.ts'

/** Something a person noted while the drill ran. */
export interface NoteView {
  readonly at: string
  readonly by: string
  readonly text: string
}

/** What people noted, in order; times count from t0. */
export function noteViews({ notes, t0 }: DrillMeasures): readonly NoteView[] {
  return notes.map(({ atMs, by, text }) => ({ at: offset(atMs - (t0 ?? 0)), by, text }))
}
