import { join } from 'node:path'
import { DrillError } from '../model/error.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { burnersIn } from './squeeze-note.ts'

/** Programs of ours compute beside the component as hard as they can. They end when put back, by their own clock, or with us. */
export const cpuSqueeze: FaultDriver<FaultOf<'cpu.squeeze'>> = {
  async prepare(fault) {
    return { kind: 'squeeze.end', note: noteOf(fault) }
  },
  async inject(fault, at, signal) {
    const log = join(at.dir, 'squeeze.log')
    const args = ['--note', join(at.dir, noteOf(fault)), '--workers', String(fault.workers)]
    const { firstLine, go } = await at.world.processes.start({
      run: { program: 'squeeze', args: [...args, '--for-ms', String(Math.ceil(fault.forMs ?? 0))] },
      cwd: at.dir,
      env: {},
      logFile: log,
    })
    go()
    const tooLate = at.world.clock.sleep(READY_LIMIT_MS, signal).then(() => undefined)
    tooLate.catch(() => {})
    if ((await Promise.race([firstLine, tooLate])) === undefined) throw notStarted(log)
  },
  async effect(fault, at, signal) {
    const before = await computedMs(fault, at)
    await at.world.clock.sleep(LOOK_AFTER_MS, signal)
    const burnt = (await computedMs(fault, at)) - before
    const seen = `our programs computed ${Math.round(burnt)} ms in ${LOOK_AFTER_MS} ms`
    return { state: burnt >= LOOK_AFTER_MS * ENOUGH_RATIO ? 'bitten' : 'not-bitten', seen }
  },
}

const READY_LIMIT_MS = 10_000
const LOOK_AFTER_MS = 1000
// On a machine that is busy already they get only their share, and that is squeeze enough.
const ENOUGH_RATIO = 0.1

async function computedMs(fault: FaultOf<'cpu.squeeze'>, at: Target): Promise<number> {
  const burners = await burnersIn(at.world.files, join(at.dir, noteOf(fault)))
  const times = await Promise.all(burners.map(burner => at.world.processes.computedMs(burner)))
  return times.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)
}

/** Where our program says who it is, beside the journal. */
function noteOf({ id }: FaultOf<'cpu.squeeze'>): string {
  return `squeeze-${id}.json`
}

function notStarted(log: string): DrillError {
  return new DrillError('CANNOT_BREAK', 'The program that squeezes the CPU did not start.', {
    hint: `what it said is in ${log}. Nothing was changed by this fault`,
  })
}
