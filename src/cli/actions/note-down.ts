import { resolve } from 'node:path'
import { DrillError } from '../../model/error.ts'
import type { LockHolder } from '../../run/guards/lock.ts'
import { drillsAtWork } from '../../run/paper/drills.ts'
import { leaveNote, MOST_NOTE_CHARACTERS } from '../../run/paper/notes.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

export interface NoteOptions {
  readonly by?: string
  readonly drill?: string
  readonly out: string
}

/** Has a running drill write down what somebody says. */
export async function noteDown(desk: Desk, said: string, options: NoteOptions): Promise<ExitCode> {
  const text = fitting('note', said)
  const by = fitting('name', options.by ?? desk.world.env.USER ?? desk.world.env.LOGNAME ?? 'somebody')
  const running = await drillsAtWork(desk.world, [desk.lockDir, resolve(desk.cwd, options.out)])
  const { drill, dir } = chosen(running, options.drill)
  if (await leaveNote(desk.world, dir, { by, text })) {
    desk.out.write(`Noted in drill ${drill}, by ${by}.\n`)
    return EXIT.passed
  }
  throw new DrillError('DRILL_NOT_FOUND', `Drill ${drill} did not take the note; it may just have ended.`, {
    hint: 'the note is not on its record. Look whether the drill is still running, and say it again',
  })
}

/** Nothing but spaces says nothing, and what would be cut off is not to be lost in silence. */
function fitting(what: string, said: string): string {
  const text = said.trim()
  if (text === '') throw new DrillError('USAGE', `The ${what} is empty.`, { hint: 'blackstart note "what you saw"' })
  if (text.length <= MOST_NOTE_CHARACTERS) return text
  throw new DrillError('USAGE', `The ${what} has ${text.length} characters; ${MOST_NOTE_CHARACTERS} fit.`, {
    hint: 'say it shorter, or in several notes. Nothing was noted',
  })
}

function chosen(running: readonly LockHolder[], asked: string | undefined): LockHolder {
  const names = running.map(each => each.drill).join(', ')
  if (asked !== undefined) {
    const found = running.find(({ drill, dir }) => drill === asked || dir === asked)
    if (found !== undefined) return found
    throw new DrillError('DRILL_NOT_FOUND', `No drill ${asked} is running.`, {
      hint: `${running.length === 0 ? 'none is' : `running: ${names}`}. Nothing was noted`,
    })
  }
  const [only, ...others] = running
  if (only === undefined) {
    throw new DrillError('DRILL_NOT_FOUND', 'No drill is running on this machine.', {
      hint: 'notes are taken while a drill runs; for one that is kept elsewhere say --out. Nothing was noted',
    })
  }
  if (others.length === 0) return only
  throw new DrillError('USAGE', `${running.length} drills are running.`, {
    hint: `say which one with --drill: ${names}. Nothing was noted`,
  })
}
