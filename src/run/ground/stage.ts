import { DrillError } from '../../model/error.ts'
import type { Journey } from '../../model/journey.ts'
import type { Stage } from '../../model/platform.ts'
import { ask, inTime } from '../../probes/ask/ask.ts'
import type { Running } from '../drill.ts'
import type { OwnProcesses } from './own-processes.ts'

/** Starts a platform that a drill may start itself, and waits until it says that it is ready. */
export async function startStage(running: Running, own: OwnProcesses, stage: Stage): Promise<void> {
  const { world, drill } = running
  await world.files.makeDir(drill.stageDir)
  await own.startStage(stage.up)
  await untilReady(running, stage)
  for (const journey of drill.platform.journeys) await warmUp(running, journey)
}

async function untilReady({ world, drill, abort }: Running, stage: Stage): Promise<void> {
  const request = { method: 'GET', url: stage.ready, headers: {}, body: undefined }
  const endMs = world.clock.nowMs() + stage.readyWithinMs
  let last = 'no answer'
  while (world.clock.nowMs() < endMs) {
    abort.signal.throwIfAborted()
    const outcome = await world.http.send(request, { timeoutMs: 2000 })
    if (outcome.kind === 'reply' && outcome.status < 400) return
    last = outcome.kind === 'reply' ? `status ${outcome.status}` : outcome.detail
    await world.clock.sleep(50, abort.signal)
  }
  throw new DrillError('STAGE_FAILED', `${drill.platform.name} was not ready at ${stage.ready} in time: ${last}.`, {
    hint: `what it said is in ${drill.dir}/stage.log. Nothing was broken`,
  })
}

// A platform that is not good by then is not cold but sick, and the baseline will say so.
const WARM_UP_LIMIT_MS = 5000

/** The first answers of a fresh process are slow for reasons no drill is about. They are asked for, but not counted. */
async function warmUp({ world, abort }: Running, journey: Journey): Promise<void> {
  const endMs = world.clock.nowMs() + WARM_UP_LIMIT_MS
  let goodInARow = 0
  while (goodInARow < journey.stable && world.clock.nowMs() < endMs) {
    abort.signal.throwIfAborted()
    const startedMs = world.clock.nowMs()
    const asked = await ask(world, journey, { timeoutMs: journey.timeoutMs })
    const { bad } = inTime(asked, world.clock.nowMs() - startedMs, journey.good)
    goodInARow = bad === undefined ? goodInARow + 1 : 0
    if (bad !== undefined) await world.clock.sleep(journey.everyMs, abort.signal)
  }
}
