import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { loadControl } from '../load/control-client.ts'
import { mockControl } from '../mock/control-client.ts'
import { toxiproxyNetwork } from '../network/toxiproxy.ts'
import { threadProbes } from '../probes/thread/thread-probes.ts'
import { stores } from '../stores/open-store.ts'
import { monotonicMs } from '../world/node/clock.ts'
import { nodeWorld } from '../world/node.ts'
import { askOn } from './ask.ts'
import type { Desk } from './desk.ts'
import { EXIT } from './exit-code.ts'
import { ownDir, ownVersion } from './own-files.ts'
import { screenOn } from './screen.ts'

/** The desk of a real terminal on a real machine. */
export function nodeDesk(): Desk {
  const world = nodeWorld()
  return {
    world,
    means: {
      network: url => toxiproxyNetwork(url),
      mock: (url, token) => mockControl(url, token),
      load: (url, token) => loadControl(world.http, url, token),
      stores: stores(world.clock),
      probes: threadProbes(monotonicMs),
    },
    out: screenOn(process.stdout),
    err: screenOn(process.stderr),
    cwd: process.cwd(),
    ownDir: ownDir(),
    lockDir: lockDir(),
    versions: { blackstart: ownVersion(), node: process.version },
    interruptible,
    ask: askOn(process.stdin, process.stderr),
  }
}

/** One place for the whole machine, so that two drills see each other wherever they were started. */
function lockDir(): string {
  const dir = process.env.BLACKSTART_LOCKS ?? join(tmpdir(), `blackstart-${userInfo().uid}`)
  mkdirSync(dir, { recursive: true })
  return dir
}

function interruptible(): AbortSignal {
  const interrupt = new AbortController()
  const stop = () => {
    if (interrupt.signal.aborted) {
      process.stderr.write('\nLeaving at once. Run "blackstart recover" to put back what is still in place.\n')
      process.exit(EXIT.interrupted)
    }
    // On a terminal the moving picture says so; words thrown into it would tear it.
    if (!screenOn(process.stderr).isTerminal) {
      process.stderr.write('\nStopping: everything is being put back. Once more to leave at once.\n')
    }
    interrupt.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  return interrupt.signal
}
