import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { where } from '../support/where.ts'
import { drillsIn, eventsOf, eventually } from './blackstart.ts'
import type { DrillFolder } from './drill-folder.ts'
import { filesPlatform } from './terminal/files-platform.ts'
import { hasTerminals, onTerminal } from './terminal/terminal.ts'

const sitting = where(hasTerminals, '`script` of util-linux is not there to make a terminal')

describe.concurrent('somebody at a terminal whom a runbook asks', { timeout: 120_000 }, () => {
  sitting('is asked again after a wrong answer, and what was decided is done', async () => {
    await using at = await filesPlatform()
    const terminal = await asked(at)
    terminal.types('maybe\n')
    await terminal.sees(/"maybe" is none of the answers; write one of them, or its number\.\s+\[1 restore, 2 train\] >/)
    terminal.types('Restore\n')
    await terminal.sees(/By hand: send the notice\. Is it done\?\s+\[1 done, 2 failed\] >/)
    terminal.types('1\n')
    expect(await terminal.ended).toBe(0)
    const events = await onlyDrill(at.out)
    expect(events.flatMap(event => (event.type === 'runbook.decided' ? [[event.answer, event.by]] : []))).toEqual([
      ['restore', 'person'],
      ['done', 'person'],
    ])
    expect(events.find(event => event.type === 'fault.undone')).toMatchObject({
      outcome: { state: 'undone', detail: 'files is as it was: all 4 rows were there already' },
    })
  })

  sitting('stops the drill with Ctrl-C: everything is put back, exit 130', async () => {
    await using at = await filesPlatform()
    const terminal = await asked(at)
    terminal.types('\x03')
    expect(await terminal.ended).toBe(130)
    expect(await onlyDrill(at.out)).toContainEqual(
      expect.objectContaining({ type: 'drill.aborted', cause: 'interrupt' }),
    )
    expect(await readdir(join(at.files, 'models'))).toEqual(WHOLE)
  })

  sitting('leaves it to nobody with Ctrl-D: inconclusive, and everything is put back', async () => {
    await using at = await filesPlatform()
    const terminal = await asked(at)
    terminal.types('\x04')
    expect(await terminal.ended).toBe(3)
    expect(await onlyDrill(at.out)).toContainEqual(
      expect.objectContaining({ type: 'runbook.finished', outcome: 'needs-person' }),
    )
    expect(await readdir(join(at.files, 'models'))).toEqual(WHOLE)
  })

  sitting('closes the window: the drill puts everything back all the same', async () => {
    await using at = await filesPlatform()
    const terminal = await asked(at)
    terminal.close()
    const events = await eventually('the end of the drill', async () => {
      const sofar = await onlyDrill(at.out)
      return sofar.some(({ type }) => type === 'drill.finished') ? sofar : undefined
    })
    // By itself, and not by its watchdog.
    expect(events.find(event => event.type === 'fault.undone')).toMatchObject({ by: 'conductor' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'drill.aborted', cause: 'interrupt' }))
    expect(await readdir(join(at.files, 'models'))).toEqual(WHOLE)
  })
})

const WHOLE = ['config.json', 'tokenizer.json', 'weights.bin']

/** A drill at a terminal, up to the question of its runbook. */
async function asked({ scenario, out, dir }: DrillFolder) {
  const terminal = onTerminal(['run', scenario, '--out', out], dir)
  await terminal.sees(/Which way back\?\s+\[1 restore, 2 train\] >/)
  return terminal
}

async function onlyDrill(out: string) {
  const [dir = ''] = await drillsIn(out)
  return eventsOf(dir)
}
