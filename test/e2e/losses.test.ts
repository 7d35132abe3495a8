import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { numberIn } from '../support/archive.ts'
import { blackstart, drillsIn, eventsOf } from './blackstart.ts'
import { type TinyChoices, tinyPlatform } from './tiny/platform.ts'

describe('a drill whose losses are known to the platform alone', { timeout: 60_000 }, () => {
  test('nothing is lost by a platform that keeps what it acknowledges, and nothing that was deleted is back', async () => {
    const { code, measures } = await drilled({ rpo: '0s' })
    expect(measures.rpo).toMatchObject({
      state: 'measured',
      lost: 0,
      corrupt: 0,
      duplicated: 0,
      resurrected: 0,
      met: true,
    })
    expect(measures.rpo.kept).toBeGreaterThan(50)
    expect(measures.rpo.removed).toBeGreaterThan(5)
    expect(measures.rpo.unread).toBe(0)
    expect(code).toBe(0)
  })

  test('what one lost that went back to its last snapshot is told to the entry, and fails an RPO of nothing', async () => {
    const { code, measures, events, forgotten, html } = await drilled({ forgets: 'on', rpo: '0s' })
    const fated = events.flatMap(event => (event.type === 'ledger.fates' ? event.entries : []))
    const told = (fate: string) => fated.filter(entry => entry.fate === fate).map(({ entry }) => entry)
    const removedAfter = new Set(events.flatMap(event => (event.type === 'ledger.removed' ? [event.entry] : [])))
    expect(forgotten.lost.length).toBeGreaterThan(0)
    expect(told('lost').filter(entry => !removedAfter.has(entry))).toEqual(
      forgotten.lost.map(numberIn).filter(entry => !removedAfter.has(entry)),
    )
    expect(told('resurrected')).toEqual(forgotten.back.map(numberIn).sort((a, b) => a - b))
    expect(measures.rpo.lost).toBe(told('lost').length)
    // What was acknowledged between t0 and the end of the act may have been there to be damaged: on a busy machine that is an entry or two.
    const doneMs = events.find(event => event.type === 'fault.injected')?.ackMs ?? Number.NaN
    expect(measures.rpo.lostAfterT0).toBe(told('lost').filter(entry => ackedMs(events, entry) >= doneMs).length)
    expect(measures.rpo.met).toBe(false)
    expect(measures.verdict).toBe('failed')
    expect(code).toBe(1)
    expect(html).toContain('Lost from notes')
  })
})

async function drilled(choices: TinyChoices) {
  await using tiny = await tinyPlatform(choices)
  const { code } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
  const [dir = ''] = await drillsIn(tiny.out)
  const text = (file: string) => readFile(join(dir, file), 'utf8')
  const measures = JSON.parse(await text('drill.json')) as DrillMeasures
  const none = '{"lost":[],"back":[]}'
  const forgotten = JSON.parse(await text('stage/forgotten.json').catch(() => none)) as {
    readonly lost: readonly string[]
    readonly back: readonly string[]
  }
  return { code, measures, events: await eventsOf(dir), forgotten, html: await text('report.html') }
}

function ackedMs(events: readonly DrillEvent[], entry: number): number {
  const wrote = events.find(event => event.type === 'ledger.wrote' && event.entry === entry)
  return wrote?.type === 'ledger.wrote' ? wrote.dueMs + wrote.tookMs : Number.NaN
}
