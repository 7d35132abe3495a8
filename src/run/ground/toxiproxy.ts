import { join } from 'node:path'
import { DrillError, messageOf } from '../../model/error.ts'
import type { Network } from '../../network/network.ts'
import type { Running } from '../drill.ts'
import { startContainer } from './own-containers.ts'
import type { OwnProcesses } from './own-processes.ts'

/** The Toxiproxy that the platform names: one that is there, or one that is started for this drill. */
export async function findToxiproxy(running: Running, own: OwnProcesses): Promise<Network> {
  const { toxiproxy } = running.drill.platform
  const network = running.means.network(await urlOf(running, own))
  const version = await network.version()
  running.journal.append({ type: 'network.found', toxiproxy: network.url, version, ours: toxiproxy.kind !== 'url' })
  return network
}

async function urlOf(running: Running, own: OwnProcesses): Promise<string> {
  const { toxiproxy } = running.drill.platform
  switch (toxiproxy.kind) {
    case 'embedded':
      return startEmbedded(running, own)
    case 'binary':
      return startOriginal(running, {
        name: toxiproxy.file,
        start: flags => own.startProxy(toxiproxy.file, flags),
        advice: 'see whether it is a Toxiproxy from 2.0 on',
      })
    case 'container':
      return startOriginal(running, {
        name: toxiproxy.image,
        start: flags => startContainer(running, toxiproxy.image, flags),
        advice: 'the container engine must be on this machine, and Docker Desktop needs host networking switched on',
      })
    case 'url':
      return toxiproxy.url
    default:
      return toxiproxy satisfies never
  }
}

async function startEmbedded({ drill }: Running, own: OwnProcesses): Promise<string> {
  const { listening } = await own.startProgram('proxy', [
    '--lifeline',
    '--port',
    '0',
    '--seed',
    String(drill.plan.seed),
  ])
  return listening
}

interface Original {
  readonly name: string
  start(flags: readonly string[]): Promise<void>
  /** What may keep it from answering. */
  readonly advice: string
}

/** The original does not say when it is ready, nor does it end when its port is taken: it is asked until it answers. */
async function startOriginal({ world, means, drill, abort }: Running, original: Original): Promise<string> {
  const [port = 0] = await world.sockets.freePorts(1)
  const url = `http://127.0.0.1:${port}`
  await original.start(['-host=127.0.0.1', `-port=${port}`])
  const endMs = world.clock.nowMs() + READY_LIMIT_MS
  for (;;) {
    abort.signal.throwIfAborted()
    try {
      await means.network(url).version()
      return url
    } catch (error) {
      if (world.clock.nowMs() >= endMs) throw notReady(original, join(drill.dir, 'proxy.log'), error)
    }
    await world.clock.sleep(LOOK_EVERY_MS, abort.signal)
  }
}

const READY_LIMIT_MS = 15_000
const LOOK_EVERY_MS = 20

function notReady({ name, advice }: Original, logFile: string, error: unknown): DrillError {
  return new DrillError('STAGE_FAILED', `${name} was started, but does not answer: ${messageOf(error)}`, {
    hint: `what it said is in ${logFile}; ${advice}. Nothing was broken`,
    cause: error,
  })
}
