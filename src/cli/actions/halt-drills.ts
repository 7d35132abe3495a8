import { pullHalt, releaseHalt } from '../../run/guards/halt.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { haltFile } from '../load.ts'

/** Stops every drill on this machine and keeps new ones from beginning. */
export async function haltDrills(desk: Desk, why: string): Promise<ExitCode> {
  const halt = await pullHalt(desk.world, haltFile(desk), why)
  desk.out.write(`Halted since ${halt.since}: ${halt.why}.\n`)
  desk.out.write('Running drills stop and put everything back; new ones are refused until "blackstart resume".\n')
  return EXIT.passed
}

/** Lets drills run again. */
export async function resumeDrills(desk: Desk): Promise<ExitCode> {
  const halt = await releaseHalt(desk.world, haltFile(desk))
  desk.out.write(
    halt === undefined
      ? 'Drills were not halted.\n'
      : `Drills may run again. They were halted since ${halt.since}: ${halt.why}.\n`,
  )
  return EXIT.passed
}
