import { expect, test } from 'vitest'
import { openJournal } from '../../src/journal/journal.ts'
import { redactor } from '../../src/journal/redact.ts'
import type { DrillEvent, Happening } from '../../src/model/event.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { quiet } from '../support/wait.ts'
import { recordingFile } from './recording-file.ts'

const phase: Happening = { type: 'phase.started', phase: 'observe' }
const fullDisk = new Error('ENOSPC: no space left on device')

test('every event gets its number, its time since the start and its label, and becomes one line', async () => {
  const { journal, file, clock } = await opened()
  journal.append(phase)
  await clock.advance(1234.5678)
  await journal.commit({ type: 'guard.tripped', guard: 'g1', detail: 'two\nlines' })
  expect(file.text()).toMatchInlineSnapshot(`
    "{"seq":0,"atMs":0,"wall":"2026-01-01T00:00:05.000Z","type":"phase.started","phase":"observe"}
    {"seq":1,"atMs":1234.568,"wall":"2026-01-01T00:00:06.234Z","type":"guard.tripped","guard":"g1","detail":"two\\nlines"}
    "
  `)
})

test('lines come in the order of the events, those that wait for the disk gathered into one write', async () => {
  const { journal, file } = await opened()
  const letGo = file.hold('write')
  journal.append(phase)
  journal.append(phase)
  journal.append(phase)
  const committed = journal.commit(phase)
  expect(file.log).toEqual(['write 0'])
  letGo()
  await committed
  expect(file.log).toEqual(['write 0', 'written', 'write 1|2|3', 'written', 'sync', 'synced'])
})

test('appending waits for nothing', async () => {
  const { journal, file } = await opened()
  file.hold('write')
  expect(journal.append(phase)).toMatchObject({ seq: 0 })
  expect(journal.append(phase)).toMatchObject({ seq: 1 })
})

test('a commit waits until its line is written', async () => {
  const { journal, file } = await opened()
  const letGo = file.hold('write')
  const committed = settles(journal.commit(phase))
  await quiet(20)
  expect(committed()).toBe(false)
  letGo()
  await expect.poll(committed).toBe(true)
})

test('a commit waits until the disk has it', async () => {
  const { journal, file } = await opened()
  const letGo = file.hold('sync')
  const committed = settles(journal.commit(phase))
  await expect.poll(() => file.log).toContain('sync')
  await quiet(20)
  expect(committed()).toBe(false)
  letGo()
  await expect.poll(committed).toBe(true)
})

test('two commits at once each wait for a sync that came after their line', async () => {
  const { journal, file } = await opened()
  await Promise.all([journal.commit(phase), journal.commit(phase)])
  expect(file.log).toEqual(['write 0', 'written', 'write 1', 'written', 'sync', 'sync', 'synced', 'synced'])
})

test('a full disk does not disturb a sample, but is told to the next who must be sure', async () => {
  const { journal, file } = await opened()
  file.fail('write', fullDisk)
  expect(() => journal.append(phase)).not.toThrow()
  await quiet(5)
  await expect(journal.commit(phase)).rejects.toBe(fullDisk)
})

test('after half a line nothing more is written: the torn line stays the last one', async () => {
  const { journal, file } = await opened()
  await journal.commit(phase)
  file.fail('write', fullDisk)
  await expect(journal.commit(phase)).rejects.toBe(fullDisk)
  journal.append(phase)
  await expect(journal.commit(phase)).rejects.toBe(fullDisk)
  expect(file.text().split('\n').slice(1)).toEqual(['{"seq'])
  expect(file.log.filter(entry => entry.startsWith('write'))).toEqual(['write 0', 'write 1'])
})

test('what a failed sync could not save is never called saved by a later one', async () => {
  const { journal, file } = await opened()
  file.fail('sync', new Error('EIO'))
  await expect(journal.commit(phase)).rejects.toThrow('EIO')
  await expect(journal.commit(phase)).rejects.toThrow('EIO')
  expect(file.log.filter(entry => entry === 'sync')).toHaveLength(1)
})

test('listeners hear every event at once, in order, before the disk has it', async () => {
  const { journal, file } = await opened()
  file.hold('write')
  const heard: DrillEvent[] = []
  journal.subscribe(event => heard.push(event))
  const event = journal.append(phase)
  expect(heard).toEqual([event])
  void journal.commit({ type: 'drill.finished' })
  expect(heard.map(({ seq, type }) => `${seq} ${type}`)).toEqual(['0 phase.started', '1 drill.finished'])
})

test('a listener that throws harms neither the drill, nor the journal, nor the other listeners', async () => {
  const { journal, file } = await opened()
  const heard: number[] = []
  journal.subscribe(() => {
    throw new Error('a broken reporter')
  })
  journal.subscribe(event => heard.push(event.seq))
  await journal.commit(phase)
  await journal.commit(phase)
  expect(heard).toEqual([0, 1])
  expect(file.text().trimEnd().split('\n')).toHaveLength(2)
})

test('what a listener notes comes after what it heard', async () => {
  const { journal, file } = await opened()
  journal.subscribe(event => {
    if (event.type === 'phase.started') journal.append({ type: 'drill.finished' })
  })
  await journal.commit(phase)
  expect(types(file.text())).toEqual(['phase.started', 'drill.finished'])
})

test('a journal is continued with the next number, and drill time goes on', async () => {
  const { journal, clock } = await opened({ seq: 17, atMs: 60_000 })
  expect(journal.nowMs()).toBe(60_000)
  await clock.advance(500)
  expect(journal.append(phase)).toMatchObject({ seq: 17, atMs: 60_500 })
})

test('secrets are taken out before anybody hears or reads anything', async () => {
  const { journal, file } = await opened({ redact: redactor([{ name: 'KEY', value: 'sk-12345' }]) })
  const heard: DrillEvent[] = []
  journal.subscribe(event => heard.push(event))
  const event = await journal.commit({ type: 'parachute.skipped', why: 'sk-12345 says so' })
  expect(event).toMatchObject({ why: '‹env.KEY› says so' })
  expect(heard).toEqual([event])
  expect(file.text()).not.toContain('sk-12345')
})

test('an event keeps its type even if that is somebody’s secret: the journal must stay readable', async () => {
  const { journal } = await opened({ redact: redactor([{ name: 'MODE', value: 'mock' }]) })
  expect(journal.append({ type: 'mock.found', control: 'http://mock:1', address: 'a' })).toMatchObject({
    type: 'mock.found',
    control: 'http://‹env.MODE›:1',
  })
})

test('closing waits for what is still on its way', async () => {
  const { journal, file } = await opened()
  const letGo = file.hold('write')
  journal.append(phase)
  journal.append(phase)
  const closed = journal.close()
  letGo()
  await closed
  expect(file.log).toEqual(['write 0', 'written', 'write 1', 'written', 'close'])
})

test('closing tells of a failure nobody has been told of, and closes the file all the same', async () => {
  const { journal, file } = await opened()
  file.fail('write', fullDisk)
  journal.append(phase)
  await expect(journal.close()).rejects.toBe(fullDisk)
  expect(file.log.at(-1)).toBe('close')
})

async function opened(start: Partial<Parameters<typeof openJournal>[1]> = {}) {
  const file = recordingFile()
  const clock = fakeClock('2026-01-01T00:00:00.000Z')
  // Whatever the clock shows when the drill starts.
  await clock.advance(5000)
  const journal = await openJournal({ clock, files: file.files }, { path: 'journal.jsonl', ...start })
  return { journal, file, clock }
}

function settles(promise: Promise<unknown>): () => boolean {
  let settled = false
  void promise.finally(() => {
    settled = true
  })
  return () => settled
}

function types(text: string): readonly string[] {
  const lines = text.trimEnd().split('\n')
  return lines.map(line => (JSON.parse(line) as DrillEvent).type)
}
