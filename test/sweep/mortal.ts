// A conductor that kills itself, its watchdog, or both with SIGKILL when its journal has reached one exact line, or a store has
// taken one exact writing. A program of its own.

import { loadDrill } from '../../src/cli/load.ts'
import { nodeDesk } from '../../src/cli/node-desk.ts'
import { eventIn } from '../../src/journal/replay.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import type { AppendFile } from '../../src/model/world/files.ts'
import type { World } from '../../src/model/world.ts'
import { runDrill } from '../../src/run/conductor.ts'
import type { Stores } from '../../src/stores/store.ts'
import { mortalStores } from './mortal-stores.ts'
import type { Death } from './sweep.ts'

const [scenario = '', out = '', death = '{}'] = process.argv.slice(2)
const desk = nodeDesk()
const drill = await loadDrill(desk, { scenario, platform: undefined, out, seed: 1 })
const { world, stores } = mortal(desk.world, desk.means.stores, JSON.parse(death) as Death)
await runDrill(world, { ...desk.means, stores }, drill, { listeners: [], interrupt: new AbortController().signal })
process.exit(0)

function mortal(real: World, stores: Stores, death: Death): { readonly world: World; readonly stores: Stores } {
  const seen = new Set<DrillEvent['type']>()
  let lines = 0
  let writings = 0
  let watchdog: number | undefined
  let struck = false
  const strike = (): void => {
    if (struck) return
    struck = true
    if (death.who !== 'conductor' && watchdog !== undefined) kill(watchdog)
    if (death.who !== 'watchdog') kill(process.pid)
  }
  const strikeAt = (moment: 'noted' | 'durable'): void => {
    if (!('line' in death) || death.moment !== moment) return
    if (typeof death.line === 'number' ? lines >= death.line : seen.has(death.line)) strike()
  }
  const wrote = (): void => {
    // What is written before is the parachute's try, and what is written after the healing.
    if (!seen.has('fault.intended') || seen.has('fault.injected')) return
    if ('writing' in death && ++writings >= death.writing) strike()
  }
  const read = (text: string): void => {
    for (const event of text.split('\n').flatMap(one => eventIn(one) ?? [])) {
      seen.add(event.type)
      if (event.type === 'process.started' && event.role === 'watchdog') watchdog = event.identity.pid
      // Samples come by chance; what the conductor does comes in the same order every time.
      if (event.type !== 'sample') lines++
    }
  }
  const append = async (path: string): Promise<AppendFile> => {
    const file = await real.files.append(path)
    if (!path.endsWith('journal.jsonl')) return file
    return {
      ...file,
      async write(text) {
        await file.write(text)
        read(text)
        strikeAt('noted')
      },
      async sync() {
        await file.sync()
        strikeAt('durable')
      },
    }
  }
  return { world: { ...real, files: { ...real.files, append } }, stores: mortalStores(stores, wrote) }
}

/** A watchdog that was dismissed already cannot die once more. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}
