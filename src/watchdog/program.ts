import { loadControl } from '../load/control-client.ts'
import { mockControl } from '../mock/control-client.ts'
import { messageOf } from '../model/error.ts'
import { toxiproxyNetwork } from '../network/toxiproxy.ts'
import { stores } from '../stores/open-store.ts'
import { nodeWorld } from '../world/node.ts'
import { type Loss, lossOf } from './loss.ts'
import { watchOver } from './watch-over.ts'

// A conductor says every second that it is there, and does nothing that takes nearly as long in one piece.
const SILENCE_MS = 15_000

/** Stands beside a drill and does nothing, until the conductor is gone or silent. Its standard input is the conductor's life. */
export async function watchdogMain([dir, silenceMs = String(SILENCE_MS)]: readonly string[]): Promise<number> {
  if (dir === undefined) return complain('usage: watchdog DRILL-FOLDER (it is started by a drill, not by people)')
  // A closed terminal or a Ctrl-C is meant for the conductor; we are there for what it does not survive.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
  // Our output goes to the conductor: when it is gone nobody reads it, and that must not be what ends us.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const loss = lossOf({ input: process.stdin, silenceMs: Number(silenceMs) })
  const dismissed = new Promise<'dismissed'>(resolve => process.once('SIGTERM', () => resolve('dismissed')))
  process.stdout.write(`${JSON.stringify({ watching: dir })}\n`)
  const end = await Promise.race([loss, dismissed])
  return end === 'dismissed' ? 0 : takeOver(dir, end)
}

async function takeOver(dir: string, loss: Loss): Promise<number> {
  try {
    const world = nodeWorld()
    const load = (url: string, token: string) => loadControl(world.http, url, token)
    const means = { network: toxiproxyNetwork, mock: mockControl, load, stores: stores(world.clock) }
    const { state, undone } = await watchOver(world, means, dir, loss)
    process.stdout.write(`the conductor is ${loss}: ${state}, ${undone} put back\n`)
    // Only now: first the world, then the paper.
    const { measureDrill, writeReports } = await import('../run/paper/reports.ts')
    await writeReports(world.files, dir, await measureDrill(world.files, dir))
    return state === 'left-behind' ? 5 : 0
  } catch (error) {
    return complain(`the conductor is ${loss}, and putting back failed: ${messageOf(error)}`)
  }
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}
