import { whatAndHint } from '../../model/error.ts'
import type { Aftermath } from '../afterwards/aftermath.ts'
import type { Ground, Running } from '../drill.ts'
import { injectFault } from './inject.ts'

/** Does every step of the plan at its time after t0. */
export interface Timeline {
  /** When the first act began. */
  readonly t0: Promise<number>
  /** When the newest act began so far; nothing counts as recovered before that. */
  newestMs(): number
  /** Resolves when the last step is done. */
  readonly done: Promise<void>
  isDone(): boolean
}

export function playTimeline(running: Running, ground: Ground, aftermath: Aftermath): Timeline {
  const { journal, world, abort, drill } = running
  const first = Promise.withResolvers<number>()
  let newestMs = 0
  let finished = false

  const play = async (): Promise<void> => {
    let t0Ms: number | undefined
    for (const step of drill.plan.steps) {
      if (t0Ms !== undefined) await world.clock.sleep(t0Ms + step.atMs - journal.nowMs(), abort.signal)
      if (step.act === 'undo') {
        await aftermath.putBack(step.fault)
        continue
      }
      const fault = drill.scenario.faults.find(known => known.id === step.fault)
      if (fault === undefined) throw new Error(`the plan breaks ${step.fault}, which the scenario does not have`)
      const { stages } = aftermath.touched()
      newestMs = await injectFault(running, ground, fault, { stages, until: aftermath.until(fault.id) })
      // The plan counts from the first fault, whatever its own time says.
      if (t0Ms === undefined) {
        t0Ms = newestMs - step.atMs
        first.resolve(newestMs)
      }
    }
    finished = true
  }
  const done = play()
  done.catch(error => {
    first.reject(error)
    abort.now('error', whatAndHint(error))
  })
  first.promise.catch(() => {})
  return { t0: first.promise, newestMs: () => newestMs, done, isDone: () => finished }
}
