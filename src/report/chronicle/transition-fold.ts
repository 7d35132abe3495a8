import type { Sample } from '../../model/sample.ts'
import type { Transition } from './picture.ts'

const AROUND = 4
// The first and the last ones are kept: how it began and how it ended matter more than the middle of a long flapping.
const KEPT_AT_EACH_END = 12

/** Collects where a journey went down and where it came back. */
export interface TransitionFold {
  see(sample: Sample): void
  result(): { readonly transitions: readonly Transition[]; readonly transitionsOmitted: number }
}

/** Down with a first bad sample, up with the first of `stable` good ones in a row. Wants samples in due order. */
export function transitionFold(stable: number): TransitionFold {
  let down = false
  let goodInARow = 0
  const recent: Sample[] = []
  let filling: Filling[] = []
  let omitted = 0
  const first: Filling[] = []
  const last: Filling[] = []

  function see(sample: Sample): void {
    if (filling.length > 0) fill(sample)
    // In place: there may be millions of samples.
    recent.push(sample)
    if (recent.length > AROUND + Math.max(stable, 1)) recent.shift()
    goodInARow = sample.bad === undefined ? goodInARow + 1 : 0
    if (!down && sample.bad !== undefined) {
      down = true
      keep({ to: 'down', atMs: sample.dueMs, samples: recent.slice(-(AROUND + 1)) })
    } else if (down && goodInARow >= stable) {
      down = false
      const turn = recent.at(-stable) ?? sample
      const samples = recent.slice(Math.max(0, recent.length - stable - AROUND))
      keep({ to: 'up', atMs: turn.dueMs, samples })
    }
  }

  function fill(sample: Sample): void {
    for (const transition of filling) transition.samples.push(sample)
    filling = filling.filter(unfinished)
  }

  function keep(transition: Filling): void {
    if (unfinished(transition)) filling.push(transition)
    if (first.length < KEPT_AT_EACH_END) first.push(transition)
    else last.push(transition)
    if (last.length > KEPT_AT_EACH_END) {
      last.shift()
      omitted += 1
    }
  }

  function result() {
    const transitions = [...first, ...last].map(each => ({ ...each, samples: trimmed(each) }))
    return { transitions, transitionsOmitted: omitted }
  }

  return { see, result }
}

interface Filling {
  readonly to: 'down' | 'up'
  readonly atMs: number
  readonly samples: Sample[]
}

function unfinished({ samples, atMs }: Filling): boolean {
  return samples.filter(sample => sample.dueMs > atMs).length < AROUND
}

/** As many samples after the turn as before it, however long the run was that proved it. */
function trimmed({ samples, atMs }: Filling): readonly Sample[] {
  const after = samples.filter(sample => sample.dueMs > atMs).slice(0, AROUND)
  return [...samples.filter(sample => sample.dueMs <= atMs), ...after]
}
