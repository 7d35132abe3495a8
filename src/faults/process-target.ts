import { DrillError } from '../model/error.ts'
import type { ProcessIdentity } from '../model/event.ts'
import type { ComponentProcess } from '../model/machine-fault.ts'
import type { ProcessSignal } from '../model/world/processes.ts'
import type { Target } from './driver.ts'
import { findProcess, placeInWords } from './find-process.ts'

/** The process of a component, found and proven to be one that this drill's stage has started. */
export async function processOf(at: Target): Promise<ComponentProcess & { readonly identity: ProcessIdentity }> {
  const { component, world, platform } = at
  if (component.process === undefined) throw cannot(at, 'nothing says which process it is')
  const identity = await findProcess(world, component.process.place, platform.dir)
  const where = placeInWords(component.process.place)
  if (identity === undefined) throw cannot(at, `${where} is nobody`)
  if (!(await isOfTheStage(at, identity))) {
    throw cannot(at, `${where} is process ${identity.pid}, which this drill has not started`)
  }
  return { ...component.process, identity }
}

/** Only what the drill itself has started may be touched, whatever a file says. */
export async function isOfTheStage({ world, stages }: Target, identity: ProcessIdentity): Promise<boolean> {
  const kin = await Promise.all(stages.map(stage => world.processes.descends(identity, stage)))
  return kin.includes(true)
}

/** Sends a signal to exactly the process that was found before. */
export async function signalTo(at: Target, identity: ProcessIdentity, signal: ProcessSignal): Promise<void> {
  if (!(await isOfTheStage(at, identity)) || !(await at.world.processes.signal(identity, signal))) {
    throw cannot(at, `process ${identity.pid} ended before it could be touched`)
  }
}

function cannot({ component }: Target, why: string): DrillError {
  return new DrillError('CANNOT_BREAK', `The process of ${component.id} cannot be broken: ${why}.`, {
    hint: 'correct "process" of the component in the platform file. Nothing was changed by this fault',
  })
}
