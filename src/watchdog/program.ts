import { loadControl } from '../load/control-client.ts'
import { mockControl } from '../mock/control-client.ts'
import { messageOf } from '../model/error.ts'
import { toxiproxyNetwork } from '../network/toxiproxy.ts'
import { stores } from '../stores/open-store.ts'
import { nodeWorld } from '../world/node.ts'
import { watchOver } from './watch-over.ts'

/** Stands beside a drill and does nothing, until the conductor is gone. Its standard input is the conductor's life. */
export async function watchdogMain([dir]: readonly string[]): Promise<number> {
  if (dir === undefined) return complain('usage: watchdog DRILL-FOLDER (it is started by a drill, not by people)')
  // A closed terminal or a Ctrl-C is meant for the conductor; we are there for what it does not survive.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
  // Our output goes to the conductor: when it is gone nobody reads it, and that must not be what ends us.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const end = ended()
  process.stdout.write(`${JSON.stringify({ watching: dir })}\n`)
  if ((await end) === 'dismissed') return 0
  try {
    const world = nodeWorld()
    const load = (url: string, token: string) => loadControl(world.http, url, token)
    const means = { network: toxiproxyNetwork, mock: mockControl, load, stores: stores(world.clock) }
    const { state, undone } = await watchOver(world, means, dir)
    process.stdout.write(`the conductor is gone: ${state}, ${undone} put back\n`)
    // Only now: first the world, then the paper.
    const { measureDrill, writeReports } = await import('../run/reports.ts')
    await writeReports(world.files, dir, await measureDrill(world.files, dir))
    return state === 'left-behind' ? 5 : 0
  } catch (error) {
    return complain(`the conductor is gone, and putting back failed: ${messageOf(error)}`)
  }
}

/** Dismissed by a conductor that has cleaned up itself, or orphaned by one that could not. */
function ended(): Promise<'dismissed' | 'orphaned'> {
  return new Promise(resolve => {
    process.once('SIGTERM', () => resolve('dismissed'))
    process.stdin.once('end', () => resolve('orphaned'))
    process.stdin.once('error', () => resolve('orphaned'))
    process.stdin.resume()
  })
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}
