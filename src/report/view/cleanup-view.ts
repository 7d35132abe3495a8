import type { Residue } from '../../model/event.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import { counted, wallWords } from './words.ts'

/** The residue certificate: who looked where, and what is still there. */
export interface CleanupView {
  /** Somebody looked, and there was nothing. */
  readonly clean: boolean
  readonly word: string
  readonly sentence: string
  readonly looked: readonly string[]
  readonly left: readonly Residue[]
}

/** Whether anything of ours is left, and what removes it. */
export function cleanupView({ rollback, drill, t0 }: DrillMeasures, { rare }: ChroniclePicture): CleanupView {
  const { looked, leftBehind: left } = rollback
  const scan = rare.findLast(event => event.type === 'residue.scanned')
  const when = scan?.type === 'residue.scanned' ? ` by the ${scan.by} at ${wallWords(scan.wall)}` : ''
  if (left.length > 0) {
    const sentence = `The scan${when} found ${counted(left.length, 'thing')} of this drill still in place. Remove what is listed, then run “blackstart recover ${drill}” to look again.`
    return { clean: false, word: 'Something is left behind', sentence, looked, left }
  }
  if (!rollback.scanned) {
    const harm =
      t0 === null
        ? 'No fault was injected, but routes may still stand.'
        : 'A fault was injected; it may still be in place.'
    const sentence = `Nobody has looked whether anything of this drill is left. ${harm} Run “blackstart recover ${drill}”.`
    return { clean: false, word: 'Clean-up not checked', sentence, looked, left }
  }
  if (!rollback.complete) {
    const sentence = `The scan${when} found nothing left, but not everything was undone as planned; the faults below say what.`
    return { clean: false, word: 'Clean-up incomplete', sentence, looked, left }
  }
  return {
    clean: true,
    word: 'Nothing left behind',
    sentence: `Scanned${when}: nothing of this drill is left.`,
    looked,
    left,
  }
}
