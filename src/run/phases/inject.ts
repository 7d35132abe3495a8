import type { Target } from '../../faults/driver.ts'
import { driverFor } from '../../faults/drivers.ts'
import { withFixedDelay } from '../../faults/latency.ts'
import { DrillError, messageOf } from '../../model/error.ts'
import type { Fault } from '../../model/fault.ts'
import type { Undo } from '../../model/undo.ts'
import { faultInWords } from '../../plan/fault-in-words.ts'
import type { Ground, Running } from '../drill.ts'

/** Does one fault: intent and undo on the disk first, then the act, then the proof in the background. Says when the act began. */
export async function injectFault(
  running: Running,
  ground: Ground,
  planned: Fault,
  over: Pick<Target, 'until' | 'stages'>,
): Promise<number> {
  const { journal, watch, abort } = running
  const fault = withFixedDelay(planned, journey => watch.usualMs(journey))
  if (fault === undefined) throw noBaseline(planned)
  const driver = driverFor(fault)
  const target = { ...targetOf(running, ground, fault), ...over }
  const undo = await driver.prepare(fault, target)
  await journal.commit({ type: 'fault.intended', fault, undo, words: faultInWords(fault) })

  abort.signal.throwIfAborted()
  const startedMs = journal.nowMs()
  try {
    await driver.inject(fault, target, abort.signal, undo)
  } catch (error) {
    await journal.commit({ type: 'fault.refused', fault: fault.id, error: messageOf(error) })
    throw error
  }
  await journal.commit({ type: 'fault.injected', fault: fault.id, startedMs, ackMs: journal.nowMs() })
  void proveEffect(running, target, fault, undo)
  return startedMs
}

// A lease that ran out while the drill still waits would look like a recovery.
const LEASE_MARGIN_MS = 60_000

function targetOf({ world, drill, means }: Running, ground: Ground, fault: Fault): Omit<Target, 'until' | 'stages'> {
  const component = drill.platform.components.find(known => known.id === fault.component)
  if (component === undefined)
    throw new Error(`fault ${fault.id} breaks ${fault.component}, which the platform does not have`)
  const leaseMs = Math.max(drill.plan.deadlineMs, drill.plan.lastMs) + LEASE_MARGIN_MS
  const { id, dir, platform, plan } = drill
  const { seed } = plan
  return {
    ...{ world, drill: id, dir, platform, component, seed },
    ...ground,
    stores: means.stores,
    leaseMs,
    secrets: drill.secrets.map(({ value }) => value),
  }
}

/** A fault that does not bite makes the rest of the drill pointless. */
async function proveEffect({ journal, abort }: Running, target: Target, fault: Fault, undo: Undo): Promise<void> {
  try {
    const effect = await driverFor(fault).effect(fault, target, abort.signal, undo)
    journal.append({ type: 'fault.effect', fault: fault.id, effect })
    if (effect.state === 'not-bitten') abort.now('error', `fault ${fault.id} did not bite: ${effect.seen}`)
  } catch (error) {
    if (abort.signal.aborted) return
    journal.append({ type: 'fault.effect', fault: fault.id, effect: { state: 'unknown', seen: messageOf(error) } })
  }
}

function noBaseline(fault: Fault): DrillError {
  return new DrillError('INTERNAL', `Fault ${fault.id} is a multiple of a baseline that nobody measured.`, {
    hint: 'give the latency as "delay: 2s" instead. Nothing was changed by this fault',
  })
}
