import { describe, expect, test } from 'vitest'
import { csvCell, renderDrillsCsv } from '../../src/report/csv.ts'
import { indexRows, type ListedDrill, renderIndexHtml } from '../../src/report/index-page.ts'
import { passedDrill, stillDownDrill, told } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

const listed = (make: typeof passedDrill, startedAt: string): ListedDrill => {
  const { measures } = told(make())
  return { measures: { ...measures, drill: startedAt, startedAt }, report: `${startedAt}/report.html` }
}
const drills = [
  listed(passedDrill, '2026-03-01T10:00:00.000Z'),
  listed(stillDownDrill, '2026-03-02T10:00:00.000Z'),
  listed(passedDrill, '2026-03-03T10:00:00.000Z'),
]

describe('the list of all drills', () => {
  test('has the newest first, and marks what is not the newest of its scenario', () => {
    const html = renderIndexHtml(indexRows(drills), 0)
    const rows = [...html.matchAll(/<tr class="drill ([^"]*)"><td data-label="Started" class="at">([^<]*)/g)]
    expect(rows.map(([, css, started]) => [started, css])).toEqual([
      ['2026-03-03 10:00:00 UTC', 'verdict-0 scenario-1 platform-0'],
      ['2026-03-02 10:00:00 UTC', 'verdict-2 scenario-0 platform-0'],
      ['2026-03-01 10:00:00 UTC', 'verdict-0 scenario-1 platform-0 older'],
    ])
  })

  test('one whose numbers are of another version is left out rather than harm the others', () => {
    const broken = { measures: { ...drills[0]?.measures, rto: {} }, report: 'x' } as unknown as ListedDrill
    const none = { measures: {}, report: 'x' } as unknown as ListedDrill
    expect(indexRows([none, ...drills]).length).toBe(3)
    expect(() => indexRows([broken])).not.toThrow()
  })

  test('an empty folder has a page too, and says what was left out of a full one', () => {
    expect(renderIndexHtml([], 0)).toContain('No drill has been run')
    expect(renderIndexHtml(indexRows(drills), 12)).toContain('12 older drills in this folder left out.')
  })

  test.each(HOSTILE)('%j becomes plain text', text => {
    const { measures } = told(hostileDrill(text))
    const html = renderIndexHtml(indexRows([{ measures, report: text }]), 0)
    expect(html).not.toMatch(/<(script|img|svg onload|iframe|base|link)/)
    expect(html.match(/<style>/g)).toHaveLength(2)
    expect(html.match(/<[^>]*\son\w+\s*=/g)).toBeNull()
  })
})

describe('the list for spreadsheets', () => {
  test('has numbers as numbers, oldest first', () => {
    const lines = renderDrillsCsv(drills).split('\r\n')
    expect(lines[0]).toMatch(/^drill,startedAt,scenario,/)
    expect(lines[1]).toContain('2026-03-01T10:00:00.000Z,provider-outage')
    expect(lines.length).toBe(5)
    expect(lines.at(-1)).toBe('')
  })

  test.each([
    ['=1+1', `"'=1+1"`],
    ['+cmd', `"'+cmd"`],
    ['-2', `"'-2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    [' =1', `"' =1"`],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
  ])('%j is never a formula and always one cell', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  test('a number is written as it is, even a negative one', () => {
    expect([csvCell(-2.5), csvCell(null), csvCell(undefined)]).toEqual(['-2.5', '', ''])
  })
})
