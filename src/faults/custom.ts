import { DrillError } from '../model/error.ts'
import type { CustomFault } from '../model/machine-fault.ts'
import { withoutStop } from '../model/sentence.ts'
import { performDeed } from './deed.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'

/** A fault that the platform file describes, with what puts it back and what proves it. */
export const custom: FaultDriver<FaultOf<'custom'>> = {
  async prepare(fault, at) {
    return { kind: 'custom', custom: fault.custom, deed: described(fault, at).undo }
  },
  async inject(fault, at, signal) {
    const { ok, detail } = await performDeed(at.world, described(fault, at).act, at.platform.dir, signal)
    if (!ok) throw didNotWork(fault, detail)
  },
  async effect(fault, at, signal) {
    const { look } = described(fault, at)
    if (look === undefined) return { state: 'unknown', seen: 'the platform file describes no way to look' }
    for (let tries = 1; ; tries++) {
      const { ok, detail } = await performDeed(at.world, look, at.platform.dir, signal)
      if (ok) return { state: 'bitten', seen: `its own look says so (${detail})` }
      if (tries === MOST_LOOKS)
        return { state: 'not-bitten', seen: `its own look says that it is not there: ${detail}` }
      await at.world.clock.sleep(LOOK_EVERY_MS, signal)
    }
  },
}

const MOST_LOOKS = 5
const LOOK_EVERY_MS = 500

function described({ custom: name }: FaultOf<'custom'>, { platform }: Target): CustomFault {
  const found = platform.custom.find(known => known.id === name)
  if (found !== undefined) return found
  throw new DrillError('CANNOT_BREAK', `The platform describes no fault "${name}".`, {
    hint: 'describe it under "custom" in the platform file. Nothing was changed by this fault',
  })
}

function didNotWork({ custom: name, component }: FaultOf<'custom'>, detail: string): DrillError {
  return new DrillError(
    'CANNOT_BREAK',
    `The fault "${name}" could not be done to ${component}: ${withoutStop(detail)}.`,
    {
      hint: 'its undo is done all the same, because it may have worked in part; try its command by hand',
    },
  )
}
