import { DrillError } from '../model/error.ts'
import type { DrillEvent } from '../model/event.ts'
import type { Files } from '../model/world/files.ts'

/** The events of a journal, one by one. A torn last line is what a crash leaves and is passed over; a bad line before it is damage. */
export async function* replay(files: Pick<Files, 'pieces'>, path: string): AsyncGenerator<DrillEvent> {
  for await (const events of replayed(files, path)) yield* events
}

/** The same, as many at a time as came from the disk together: waiting for each of millions would take longer than reading them. */
export async function* replayed(files: Pick<Files, 'pieces'>, path: string): AsyncGenerator<Iterable<DrillEvent>> {
  const eventsOf = lineReader(path)
  let rest = ''
  for await (const piece of files.pieces(path)) {
    const lines = `${rest}${piece}`.split('\n')
    rest = lines.pop() ?? ''
    yield eventsOf(lines)
  }
  if (rest !== '') yield eventsOf([rest])
}

/** Turns lines into events. What came before some damage has been heard when it is found. */
function lineReader(path: string): (lines: readonly string[]) => Generator<DrillEvent> {
  let seq = 0
  let torn: number | undefined
  return function* eventsOf(lines) {
    for (const line of lines) {
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
