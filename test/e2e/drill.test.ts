import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { blackstart, drillsIn, drillWith, eventsOf, startBlackstart } from './blackstart.ts'
import type { DrillFolder } from './drill-folder.ts'
import { tinyPlatform } from './tiny/platform.ts'

/** Runs the drill of a platform that is to pass it, and holds that everything was done and written. */
async function passes(tiny: DrillFolder): Promise<{ readonly dir: string; readonly measures: DrillMeasures }> {
  const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
  expect(out).toContain('PASSED')
  expect(code).toBe(0)

  const [dir = ''] = await drillsIn(tiny.out)
  const measures = JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8')) as DrillMeasures
  expect(measures).toMatchObject({ verdict: 'passed', outcome: 'completed', rto: { state: 'restored', met: true } })
  expect(measures.faults[0]).toMatchObject({ effect: 'bitten' })
  expect(measures.split.modes).toEqual(['memory'])
  expect(measures.split).toMatchObject({ communicatedBy: 'users-told', communicatedMs: expect.any(Number) })
  expect(await readFile(join(dir, 'report.md'), 'utf8')).toMatch(/Users were told.* after [\d.]+ m?s \(users-told\)/)
  expect(measures.rto.precisionMs).toBeGreaterThanOrEqual(50)
  expect(measures.rollback).toMatchObject({ complete: true, scanned: true, leftBehind: [] })
  expect(await readdir(dir)).toEqual(
    expect.arrayContaining(['journal.jsonl', 'drill.json', 'report.html', 'report.md', 'junit.xml']),
  )
  return { dir, measures }
}

describe('a real drill on a tiny platform', { timeout: 60_000 }, () => {
  for (const fault of ['kind: reset', 'kind: provider.status, status: 503']) {
    test(`{ ${fault} } passes: broken, measured, put back, reported`, async () => {
      await using tiny = await tinyPlatform({ fault })
      await passes(tiny)
    })
  }

  test('{ kind: refuse } passes; one tenant down only, of whom so many wait that more are not asked: told for each tenant', async () => {
    const targets = 'journeys: { visit@globex: { rto: 5s } }, tenants: { acme: { rto: 1s }, globex: { rto: 5s } }'
    await using tiny = await tinyPlatform({ fault: 'kind: refuse', visits: true, targets })
    const { dir, measures } = await passes(tiny)
    expect(measures.rto.parts.map(({ of, name, state, met, journeys }) => [of, name, state, met, ...journeys])).toEqual(
      [
        ['journey', 'ask', 'restored', null, 'ask'],
        ['journey', 'visit@acme', 'never-down', null, 'visit@acme'],
        ['journey', 'visit@globex', 'restored', true, 'visit@globex'],
        ['tenant', 'acme', 'never-down', true, 'visit@acme'],
        ['tenant', 'globex', 'restored', true, 'visit@globex'],
      ],
    )
    const shed = (await eventsOf(dir)).filter(event => event.type === 'sample' && event.bad === 'shed')
    const globex = measures.journeys.find(({ name }) => name === 'visit@globex')
    expect(shed.length).toBeGreaterThan(10)
    expect(shed.every(event => event.type === 'sample' && event.journey === 'visit@globex')).toBe(true)
    // Three at a time were waiting for answers that never came, and whoever came after them was shed.
    expect(globex).toMatchObject({ shed: shed.length, outages: [{ reasons: { shed: shed.length } }] })
    expect(globex?.outages[0]?.reasons.reset).toBeGreaterThanOrEqual(3)
    expect(await readFile(join(dir, 'report.md'), 'utf8')).toContain(
      `of them ${shed.length} not asked because too many were waiting`,
    )
    const { out } = await blackstart(['explain', dir, 'journeys', 'parts'], { cwd: tiny.dir })
    const explained = out.replaceAll(/\s+/g, ' ')
    expect(explained).toContain(`${shed.length} were never asked because too many answers were awaited already`)
    expect(explained).toMatch(/tenant globex, shown by visit@globex: its last outage ended at .* target 5 s: met/)
  })

  test('--json prints the object of drill.json on standard output and nothing else', async () => {
    await using tiny = await tinyPlatform()
    const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out, '--json', '--seed', '7'], {
      cwd: tiny.dir,
    })
    const [dir = ''] = await drillsIn(tiny.out)
    expect(JSON.parse(out)).toEqual(JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8')))
    expect(JSON.parse(out)).toMatchObject({ seed: 7 })
    expect(code).toBe(0)
  })

  test('a platform without its fallback fails, and the first screen of the report says why', async () => {
    await using tiny = await tinyPlatform({ fallback: 'off', deadline: '1200ms', rto: '1s' })
    const { code } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(code).toBe(1)
    const [dir = ''] = await drillsIn(tiny.out)
    const html = await readFile(join(dir, 'report.html'), 'utf8')
    const firstScreen = html.slice(html.indexOf('<body'), html.indexOf('Timeline'))
    expect(firstScreen).toContain('did not come back')
  })

  test('a platform that is sick before the drill is left alone: inconclusive, nothing injected', async () => {
    await using tiny = await tinyPlatform({ contains: 'nonsense' })
    const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(code).toBe(3)
    expect(out).toContain('not healthy before the drill')
    const [dir = ''] = await drillsIn(tiny.out)
    expect((await eventsOf(dir)).filter(event => event.type === 'fault.intended')).toEqual([])
  })

  test('the report can be made again from the journal alone, to the letter', async () => {
    await using tiny = await tinyPlatform()
    await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const [dir = ''] = await drillsIn(tiny.out)
    const made = await readFile(join(dir, 'report.html'), 'utf8')
    const again = await blackstart(['report', dir, '--format', 'html'], { cwd: tiny.dir })
    expect(again.out).toBe(made)
    expect(again.code).toBe(0)
  })

  test('a value from the environment is in nothing that we write or say', async () => {
    const secret = 'tiny+secret/4711=='
    await using tiny = await tinyPlatform({ question: `\${env.TINY_SECRET}` })
    const { out, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], {
      cwd: tiny.dir,
      env: { TINY_SECRET: secret },
    })
    const [dir = ''] = await drillsIn(tiny.out)
    const names = await readdir(dir, { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      names.filter(entry => entry.isFile()).map(entry => readFile(join(entry.parentPath, entry.name), 'utf8')),
    )
    const spellings = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
    expect(texts.length).toBeGreaterThan(4)
    expect([...texts, out, err].filter(text => spellings.some(spelling => text.includes(spelling)))).toEqual([])
    expect(texts.some(text => text.includes('‹env.TINY_SECRET›'))).toBe(true)
  })

  test('a second drill on the same platform is refused, and told who has it', async () => {
    await using tiny = await tinyPlatform()
    const first = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'process.started')
    const second = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(second.code).toBe(2)
    expect(second.err).toContain('PLATFORM_LOCKED')
    expect(second.err).toContain(dir.split('/').at(-1))
    expect((await first.ended).code).toBe(0)
    expect(await drillsIn(tiny.out)).toEqual([dir])
  })
})
