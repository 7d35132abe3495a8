import { parentPort, workerData } from 'node:worker_threads'
import { whatAndHint } from '../../model/error.ts'
import type { Happening } from '../../model/event.ts'
import { monotonicMs } from '../../world/node/clock.ts'
import { nodeWorld } from '../../world/node.ts'
import { searchedHttp } from '../canaries/searched-http.ts'
import { startProbes } from '../probes.ts'
import type { Errand, ThreadOrder, Told } from './words.ts'

// A thread's program: it watches from its first line to its last, and does what it is asked to.
const { drill, platform, zeroMs } = workerData as ThreadOrder
const COUNT_EVERY_MS = 1000
let noted: Happening[] = []
const tell = (told: Told): void => parentPort?.postMessage(told)
const tellNoted = (): void => {
  if (noted.length > 0) tell({ told: 'happenings', happenings: noted })
  noted = []
}
// All that one turn of the loop has seen is told at its end: a message each would cost more than the asking.
const note = (happening: Happening): void => {
  if (noted.push(happening) === 1) setImmediate(tellNoted)
}

const world = nodeWorld()
// What one tenant is told is searched for what belongs to another here too: these are most of the answers there are.
const search = searchedHttp(world.http, platform, drill, note)
const nowMs = () => monotonicMs() - zeroMs
const probes = startProbes(
  { ...world, http: search.http },
  { drill, platform },
  { nowMs, note, told: search.told, died: () => {} },
)
const givenUp = new Map<number, AbortController>()
const over = new AbortController()
void countAnswers()

parentPort?.on('message', (errand: Errand) => {
  if (errand.do === 'give-up') givenUp.get(errand.errand)?.abort()
  else void perform(errand)
})

async function perform(errand: Exclude<Errand, { do: 'give-up' }>): Promise<void> {
  const { id } = errand
  const stop = new AbortController()
  givenUp.set(id, stop)
  try {
    if (errand.do === 'listen') await probes.listen()
    else if (errand.do === 'read-back') await probes.readBack(errand.during, stop.signal)
    else if (errand.do === 'stop-writing') await probes.stopWriting()
    else {
      await probes.stop()
      over.abort()
      tellCount()
    }
    tellNoted()
    tell({ told: 'done', id })
  } catch (error) {
    tellNoted()
    tell({ told: 'failed', id, why: whatAndHint(error) })
  } finally {
    givenUp.delete(id)
  }
}

async function countAnswers(): Promise<void> {
  while (!over.signal.aborted) {
    await world.clock.sleep(COUNT_EVERY_MS, over.signal).catch(() => {})
    tellCount()
  }
}

function tellCount(): void {
  const answers = search.searched()
  if (answers > 0) note({ type: 'canary.searched', answers, place: 'answers' })
}
