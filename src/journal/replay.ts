import { DrillError } from '../model/error.ts'
import type { DrillEvent } from '../model/event.ts'
import type { Files } from '../model/world.ts'

/** The events of a journal, one by one. A torn last line is what a crash leaves and is passed over; a bad line before it is damage. */
export async function* replay(files: Pick<Files, 'lines'>, path: string): AsyncGenerator<DrillEvent> {
  let seq = 0
  let torn: number | undefined
  for await (const line of files.lines(path)) {
    if (torn !== undefined) throw damaged(path, torn, 'does not hold an event')
    const event = eventIn(line)
    if (event === undefined) {
      torn = seq + 1
      continue
    }
    if (event.seq !== seq) throw damaged(path, seq + 1, `should be event ${seq} but is event ${event.seq}`)
    seq++
    yield event
  }
}

/** The event a line holds, or undefined if it holds none. */
export function eventIn(line: string): DrillEvent | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isEvent(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isEvent(value: unknown): value is DrillEvent {
  return typeof value === 'object' && value !== null && 'seq' in value && 'atMs' in value && 'type' in value
}

function damaged(path: string, line: number, what: string): DrillError {
  return new DrillError('JOURNAL_DAMAGED', `Line ${line} of ${path} ${what}.`, {
    hint: 'a journal is only ever appended to; restore it from a copy. Nothing was changed',
  })
}
