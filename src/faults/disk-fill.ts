import { join } from 'node:path'
import { DrillError } from '../model/error.ts'
import { formatSize } from '../model/size.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { toxicName } from './proxy-undo.ts'

/** The disk runs full: one file of ours takes what room there is, up to what the scenario allows. */
export const diskFill: FaultDriver<FaultOf<'disk.fill'>> = {
  async prepare(fault, at) {
    const { folder } = at.component
    if (folder === undefined || !(await at.world.files.exists(folder))) throw noFolder(at)
    await refuseOwnDisk(fault, at, folder)
    return { kind: 'file.remove', file: fileOf(fault, at) }
  },
  async inject(fault, at, signal) {
    const free = await at.world.files.freeBytes(at.component.folder ?? '')
    await at.world.files.fill(
      fileOf(fault, at),
      Math.max(0, Math.min(fault.mostBytes, free - fault.leaveBytes)),
      signal,
    )
  },
  async effect(fault, at) {
    const free = await at.world.files.freeBytes(at.component.folder ?? '')
    const full = free <= fault.leaveBytes + SLACK_BYTES
    const seen = `${formatSize(free)} are left on its disk`
    return { state: full ? 'bitten' : 'not-bitten', seen: full ? seen : `${seen}; "most" allows no more` }
  },
}

/** Without room for its journal a drill has to stop in the middle: its own disk is never filled to the brim. */
async function refuseOwnDisk({ leaveBytes }: FaultOf<'disk.fill'>, at: Target, folder: string): Promise<void> {
  const { files } = at.world
  if (leaveBytes >= JOURNAL_BYTES || (await files.diskOf(folder)) !== (await files.diskOf(at.dir))) return
  throw new DrillError('CANNOT_BREAK', `The folder of ${at.component.id} is on the same disk as the drill's journal.`, {
    hint: `write "leave: ${formatSize(JOURNAL_BYTES)}" or more, give the folder a disk of its own, or put the journal on another one with --out. Nothing was changed by this fault`,
  })
}

const JOURNAL_BYTES = 50_000_000

// A file system keeps books of its own, and others write and delete meanwhile.
const SLACK_BYTES = 1_000_000

/** What ends every file of ours that only takes room. */
export const FILL_SUFFIX = '.fill'

function fileOf(fault: FaultOf<'disk.fill'>, at: Target): string {
  return join(at.component.folder ?? '', `${toxicName(at.drill, fault.id)}${FILL_SUFFIX}`)
}

function noFolder({ component }: Target): DrillError {
  return new DrillError('CANNOT_BREAK', `The folder of ${component.id}, ${component.folder}, is not there.`, {
    hint: 'correct "folder" of the component in the platform file. Nothing was changed by this fault',
  })
}
