import type { DrillEvent, Happening } from '../model/event.ts'
import type { AppendFile, Files } from '../model/world/files.ts'
import type { Clock } from '../model/world.ts'

/** The append-only list of everything that happens in a drill. The journal is the drill. */
export interface Journal {
  readonly path: string
  /** Milliseconds since the drill's start, on the clock that never jumps. */
  nowMs(): number
  /** Notes something. In order; on its way to the disk, but not waited for. */
  append(happening: Happening): DrillEvent
  /** Notes something and waits until the disk has it and everything before it. */
  commit(happening: Happening): Promise<DrillEvent>
  /** Hears every event from now on. A listener that throws harms nobody. */
  subscribe(listener: (event: DrillEvent) => void): void
  close(): Promise<void>
}

export interface JournalStart {
  readonly path: string
  /** The next line's number: 0 for a new drill. */
  readonly seq?: number
  /** How much drill time has passed already: 0 for a new drill. */
  readonly atMs?: number
  /** Takes secrets out before anything is written or heard. */
  readonly redact?: (happening: Happening) => Happening
}

/** Opens a journal at its end. */
export async function openJournal(
  world: { readonly clock: Clock; readonly files: Pick<Files, 'append'> },
  start: JournalStart,
): Promise<Journal> {
  const out = lineWriter(await world.files.append(start.path))
  const zeroMs = world.clock.nowMs() - (start.atMs ?? 0)
  const listeners: ((event: DrillEvent) => void)[] = []
  const redact = start.redact ?? (happening => happening)
  let seq = start.seq ?? 0

  const nowMs = () => world.clock.nowMs() - zeroMs
  const append = (happening: Happening): DrillEvent => {
    const stamp = { seq: seq++, atMs: round(nowMs()), wall: world.clock.wall() }
    // The type is a word of ours, even if it is also somebody's secret: without it nothing could be found again.
    const event: DrillEvent = Object.assign(stamp, redact(happening), { type: happening.type })
    out.write(`${JSON.stringify(event)}\n`)
    for (const listener of listeners) tell(listener, event)
    return event
  }
  return {
    path: start.path,
    nowMs,
    append,
    async commit(happening) {
      const event = append(happening)
      await out.sync()
      return event
    },
    subscribe: listener => void listeners.push(listener),
    close: () => out.close(),
  }
}

/** Microseconds are the finest that a clock here can honestly tell. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

function tell(listener: (event: DrillEvent) => void, event: DrillEvent): void {
  try {
    listener(event)
  } catch {
    // A broken reporter must not become a broken drill.
  }
}

interface LineWriter {
  write(line: string): void
  sync(): Promise<void>
  close(): Promise<void>
}

/** Writes lines in order, as many at a time as have gathered while the last write was under way. */
function lineWriter(file: AppendFile): LineWriter {
  let gathered: string[] = []
  let writing: Promise<void> | undefined
  let failure: { readonly error: unknown } | undefined

  // After a failure nothing more is tried: half a line may be on the disk, and what a sync could not save is lost.
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (failure !== undefined) return
    try {
      await act()
    } catch (error) {
      failure = { error }
    }
  }
  const pump = async (): Promise<void> => {
    while (gathered.length > 0) {
      const batch = gathered.join('')
      gathered = []
      await attempt(() => file.write(batch))
    }
    writing = undefined
  }
  // A full disk is told to whoever next needs to be sure, not thrown into the middle of a sample.
  const mustBeSound = (): void => {
    if (failure !== undefined) throw failure.error
  }
  return {
    write(line) {
      gathered.push(line)
      writing ??= pump()
    },
    async sync() {
      await writing
      await attempt(() => file.sync())
      mustBeSound()
    },
    async close() {
      try {
        await writing
        mustBeSound()
      } finally {
        await file.close()
      }
    },
  }
}
