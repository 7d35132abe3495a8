import { join } from 'node:path'
import type { World } from '../../model/world.ts'
import type { Running } from '../drill.ts'

/** What a person wants on the record of a drill that is running. */
export interface Note {
  readonly by: string
  readonly text: string
}

/** Longer ones belong into a ticket. */
export const MOST_NOTE_CHARACTERS = 500
// Far more than people type; only a loop gone wrong reaches it.
const MOST_NOTES = 500

const LOOK_EVERY_MS = 250
const NAME = /^note-.*\.json$/

/** Takes people's notes for as long as a drill runs: only its conductor writes its journal. */
export interface NoteTaker {
  /** Takes what lies there still, and no more. */
  stop(): Promise<void>
}

export function takeNotes({ world, drill, journal }: Pick<Running, 'world' | 'drill' | 'journal'>): NoteTaker {
  const over = new AbortController()
  const passedBy = new Set<string>()
  let taken = 0

  const take = async (name: string): Promise<void> => {
    const file = join(drill.dir, name)
    const note = noteIn(await world.files.read(file))
    if (note === undefined || taken >= MOST_NOTES) return void passedBy.add(name)
    taken += 1
    await journal.commit({ type: 'note.added', ...note })
    // Gone is what tells its author that it is on the record.
    await world.files.remove(file)
  }
  const look = async (): Promise<void> => {
    for (const name of await world.files.list(drill.dir)) {
      // One that cannot be read or written down harms no drill; its author hears that nobody took it.
      if (NAME.test(name) && !passedBy.has(name)) await take(name).catch(() => void passedBy.add(name))
    }
  }
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await look().catch(() => {})
      await world.clock.sleep(LOOK_EVERY_MS, over.signal).catch(() => {})
    }
    await look().catch(() => {})
  }
  const watching = watch()
  return {
    async stop() {
      over.abort()
      await watching
    },
  }
}

function noteIn(text: string): Note | undefined {
  const said: unknown = JSON.parse(text)
  if (typeof said !== 'object' || said === null || !('by' in said) || !('text' in said)) return undefined
  if (typeof said.by !== 'string' || typeof said.text !== 'string') return undefined
  return { by: said.by.slice(0, MOST_NOTE_CHARACTERS), text: said.text.slice(0, MOST_NOTE_CHARACTERS) }
}

// Several looks of a conductor that is busy.
const TAKEN_WITHIN_MS = 5000
const ASK_EVERY_MS = 50

/** Lays a note where the drill's conductor finds it. False if nobody took it: then it is taken back. */
export async function leaveNote(world: Pick<World, 'files' | 'clock'>, dir: string, note: Note): Promise<boolean> {
  const { files, clock } = world
  const file = join(dir, `note-${clock.wall().replaceAll(':', '-')}-${crypto.randomUUID()}.json`)
  await files.write(file, JSON.stringify(note), { secret: true })
  const endMs = clock.nowMs() + TAKEN_WITHIN_MS
  while (clock.nowMs() < endMs) {
    if (!(await files.exists(file))) return true
    await clock.sleep(ASK_EVERY_MS)
  }
  await files.remove(file)
  return false
}
