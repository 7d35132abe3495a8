import { describe, expect, test } from 'vitest'
import { noteDown } from '../../../src/cli/actions/note-down.ts'
import type { Desk } from '../../../src/cli/desk.ts'
import { runDrill } from '../../../src/run/conductor.ts'
import { measureDrill } from '../../../src/run/paper/reports.ts'
import { simulatedGround } from '../../../src/testing/simulated-ground.ts'
import { smallOutage } from '../../support/small-outage.ts'

const SECRET = 'open-sesame-7Q'

/** A drill in virtual time, and a second terminal beside it. */
function beside() {
  const ground = simulatedGround({ ...smallOutage(), secrets: [{ name: 'DOOR', value: SECRET }] })
  const said: string[] = []
  const desk = {
    world: { ...ground.world, env: { USER: 'ann' } },
    out: { write: (text: string) => void said.push(text) },
    cwd: '/',
    lockDir: '/locks',
  } as unknown as Desk
  const run = () =>
    runDrill(ground.world, ground.means, ground.drill, { listeners: [], interrupt: new AbortController().signal })
  const note = (text: string, options = {}) =>
    noteDown(desk, text, { out: 'elsewhere', ...options }).then(
      () => said.at(-1),
      (error: Error) => error.message,
    )
  return { ...ground, run, note }
}

describe('what people note while a drill runs', () => {
  test('is in its journal, its measures and its report, in order, by whom', async () => {
    const { clock, run, note, drill, world } = beside()
    const over = run()
    await clock.advance(500)
    const first = note('  the vendor sees it too ')
    await clock.advance(300)
    expect(await first).toBe(`Noted in drill ${drill.id}, by ann.\n`)
    const second = note('switched the pager off', { by: 'bob' })
    await clock.advance(300)
    await second
    await clock.drive(over)
    const { measures, view } = await measureDrill(world.files, drill.dir)
    expect(measures.notes.map(({ by, text }) => `${by}: ${text}`)).toEqual([
      'ann: the vendor sees it too',
      'bob: switched the pager off',
    ])
    expect(view.timeline.lanes.find(lane => lane.label === 'notes')).toMatchObject({ kind: 'marks' })
    expect(view.timeline.moments.filter(({ what }) => what.startsWith('note by'))).toHaveLength(2)
    // Nothing lies about where it was handed over.
    expect([...world.files.contents.keys()].filter(path => path.includes('note-'))).toEqual([])
  })

  test('has the names of secrets in their place', async () => {
    const { clock, run, note, drill, world } = beside()
    const over = run()
    await clock.advance(500)
    const noted = note(`the key is ${SECRET}`)
    await clock.advance(300)
    await noted
    await clock.drive(over)
    expect(world.files.contents.get(`${drill.dir}/journal.jsonl`)).not.toContain(SECRET)
    expect((await measureDrill(world.files, drill.dir)).measures.notes[0]?.text).toBe('the key is ‹env.DOOR›')
  })

  test('is refused where no drill runs, or another one than was asked for', async () => {
    const { clock, run, note, drill } = beside()
    expect(await note('hello')).toBe('No drill is running on this machine.')
    const over = run()
    await clock.advance(500)
    expect(await note('hello', { drill: 'another' })).toBe('No drill another is running.')
    await clock.drive(over)
    expect(await note('hello', { drill: drill.id })).toBe(`No drill ${drill.id} is running.`)
  })

  test('must say something, and not too much', async () => {
    const { note } = beside()
    expect(await note('  ')).toBe('The note is empty.')
    expect(await note('x'.repeat(501))).toBe('The note has 501 characters; 500 fit.')
    expect(await note('x', { by: ' ' })).toBe('The name is empty.')
  })

  test('that nobody takes is taken back, and it is said', async () => {
    const { clock, run, note, drill, world } = beside()
    const over = run()
    await clock.advance(500)
    // Somebody's notes are more than a drill takes.
    for (let i = 0; i < 500; i++) await world.files.write(`${drill.dir}/note-${i}.json`, '{"by":"loop","text":"x"}')
    await clock.advance(300)
    const late = note('and this')
    await clock.advance(5100)
    expect(await late).toBe(`Drill ${drill.id} did not take the note; it may just have ended.`)
    await clock.drive(over)
    const { measures } = await measureDrill(world.files, drill.dir)
    expect(measures.notes).toHaveLength(500)
    expect(measures.verdict).toBe('passed')
  })

  test('that cannot be read is passed by', async () => {
    const { clock, run, note, drill, world } = beside()
    const over = run()
    await world.files.write(`${drill.dir}/note-1.json`, '{"by":')
    await world.files.write(`${drill.dir}/note-2.json`, '{"by":1,"text":"x"}')
    await clock.advance(500)
    const noted = note('still heard')
    await clock.advance(300)
    await noted
    await clock.drive(over)
    expect((await measureDrill(world.files, drill.dir)).measures.notes.map(({ text }) => text)).toEqual(['still heard'])
  })
})
