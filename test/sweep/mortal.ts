// A conductor that kills itself, its watchdog, or both with SIGKILL when its journal has reached one exact line. A program of its own.

import { loadDrill } from '../../src/cli/load.ts'
import { nodeDesk } from '../../src/cli/node-desk.ts'
import { eventIn } from '../../src/journal/replay.ts'
import type { AppendFile } from '../../src/model/world/files.ts'
import type { World } from '../../src/model/world.ts'
import { runDrill } from '../../src/run/conductor.ts'
import type { Death } from './sweep.ts'

const [scenario = '', out = '', death = '{}'] = process.argv.slice(2)
const desk = nodeDesk()
const drill = await loadDrill(desk, { scenario, platform: undefined, out, seed: 1 })
const world = mortal(desk.world, JSON.parse(death) as Death)
await runDrill(world, desk.means, drill, { listeners: [], interrupt: new AbortController().signal })
process.exit(0)

function mortal(real: World, { line, moment, who }: Death): World {
  let lines = 0
  let watchdog: number | undefined
  let struck = false
  const strike = (): void => {
    if (struck) return
    struck = true
    if (who !== 'conductor' && watchdog !== undefined) kill(watchdog)
    if (who !== 'watchdog') kill(process.pid)
  }
  const read = (text: string): void => {
    for (const event of text.split('\n').flatMap(one => eventIn(one) ?? [])) {
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
        if (moment === 'noted' && lines >= line) strike()
      },
      async sync() {
        await file.sync()
        if (moment === 'durable' && lines >= line) strike()
      },
    }
  }
  return { ...real, files: { ...real.files, append } }
}

/** A watchdog that was dismissed already cannot die once more. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}
