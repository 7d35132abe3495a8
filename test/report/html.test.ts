import { describe, expect, test } from 'vitest'
import { gameDayRow, mergedFindings, renderGameDayHtml } from '../../src/report/game-day.ts'
import { renderHtml } from '../../src/report/html.ts'
import { DRILLS, leftBehindDrill, longDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

describe('the page', () => {
  test.each(Object.entries(DRILLS))('of a drill that was %s is whole in itself', (_, make) => {
    const html = renderHtml(told(make()).view)
    expect(html).toMatch(/^<!doctype html>/)
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|@import|url\((?!#)/)
    expect(html.match(/https?:\/\/(?!127\.0\.0\.1)/g)).toBeNull()
    expect(html).toContain("default-src 'none'")
    // A name the view does not have would have thrown; a value nobody formatted would show here.
    expect(html).not.toMatch(/undefined|NaN|\[object/)
    expect(html.length).toBeLessThan(100_000)
  })

  test.each([
    ['passed', passedDrill, 'Passed'],
    ['inconclusive', unhealthyDrill, 'Inconclusive'],
    ['failed', stillDownDrill, 'Failed'],
  ] as const)('says %s in a word, in a shape and in a colour', (verdict, make, word) => {
    const html = renderHtml(told(make()).view)
    expect(html).toContain(`<title>${word}: `)
    expect(html).toMatch(new RegExp(`<section class="verdict ${verdict}" aria-label="Verdict">\\s*<svg class="sign"`))
    expect(html).toContain(`<p class="word">${word}</p>`)
  })

  test('shows verdict, recovery time, damage, reasons and what to do before the timeline', () => {
    const html = renderHtml(told(stillDownDrill()).view)
    const order = [
      '<p class="word">',
      'id="broken"',
      'id="rto"',
      'id="rpo"',
      'id="next"',
      'id="why"',
      'id="timeline"',
      'id="repeat"',
    ]
    const places = order.map(words => html.indexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('raises what is left behind above everything but the verdict', () => {
    const html = renderHtml(told(leftBehindDrill()).view)
    expect(html.indexOf('Something is left behind')).toBeLessThan(html.indexOf('Recovery time'))
    expect(html).toContain('<code>curl -X DELETE http://127.0.0.1:40001/…</code>')
    expect(renderHtml(told(passedDrill()).view)).not.toContain('class="alert"')
  })

  test('every id is there once: patterns and headings are found by it', () => {
    const ids = [...renderHtml(told(passedDrill()).view).matchAll(/ id="([^"]+)"/g)].map(match => match[1])
    expect(ids).toEqual([...new Set(ids)])
    expect(ids).toContain('timeline-narrow-hatch')
  })

  test('six hours with 216 000 samples make a page of less than 300 kB', { timeout: 60_000 }, () => {
    expect(renderHtml(told(longDrill()).view).length).toBeLessThan(300_000)
  })
})

describe('hostile texts', () => {
  test.each(HOSTILE)('%j becomes plain text', text => {
    const html = renderHtml(told(hostileDrill(text)).view)
    const tags = new Set([...html.matchAll(/<(\w+)/g)].map(match => match[1]))
    const harmless = new Set([...renderHtml(told(leftBehindDrill()).view).matchAll(/<(\w+)/g)].map(match => match[1]))
    // The same elements as in a harmless report, and no other.
    expect([...tags].filter(tag => !harmless.has(tag))).toEqual([])
    expect(html.match(/<[^>]*\son\w+\s*=/g)).toBeNull()
    expect(html.match(/<style>/g)).toHaveLength(1)
  })

  test('a template inside a text is never carried out', () => {
    expect(renderHtml(told(hostileDrill('{{{style}}}')).view)).toContain('{{{style}}}')
  })
})

describe('the page of a game day', () => {
  const rows = Object.entries(DRILLS).map(([name, make]) => gameDayRow(told(make()).view, `${name}/report.html`))

  test('has the worst verdict of all, a row for each drill, and links that stay in the folder', () => {
    const html = renderGameDayHtml(rows)
    expect(html).toContain('<p class="word">Failed</p>')
    expect(html).toMatch(/<p class="headline">\d passed, \d inconclusive, \d failed\.<\/p>/)
    expect(html.match(/<tr><td/g)).toHaveLength(8)
    expect(html).toContain('<a href="still%20down/report.html">')
  })

  test('is what it was: three drills, and where each begins on paper', async () => {
    const three = [passedDrill, stillDownDrill, unhealthyDrill].map((make, i) =>
      gameDayRow(told(make()).view, `${i + 1}/report.html`),
    )
    const pages = { 'drill-1': 2, 'drill-2': 3, 'drill-3': 5 }
    // A change that is meant: `vitest run test/report/html.test.ts -u`, and read the diff.
    await expect(renderGameDayHtml(three, { pages })).toMatchFileSnapshot('./game-day-page.snap')
    expect(renderGameDayHtml(three)).not.toContain('(page ')
  })

  test('a path that is more than a path is no link', () => {
    const [row] = rows
    if (row === undefined) throw new Error('no row')
    for (const report of ['javascript:pwned=1', '//evil.example/x', 'https://evil.example/', 'JAVASCRIPT:pwned=1']) {
      expect(renderGameDayHtml([{ ...row, report }])).not.toMatch(/<a href="(?!#)/)
    }
  })

  test('tells the day as a story, what two drills found once, and then each drill', () => {
    const twice = [stillDownDrill, stillDownDrill].map((make, i) => gameDayRow(told(make()).view, `${i}/report.html`))
    expect(mergedFindings(twice).map(each => each.found)).toEqual([
      [
        'no-fallback: The platform had not come back when the drill gave up, 9 s after the fault.',
        'no-fallback: The platform had not come back when the drill gave up, 9 s after the fault.',
      ],
    ])
    const html = renderGameDayHtml(twice)
    const order = ['id="drills"', 'id="story"', 'id="next"', 'id="drill-1"', 'id="drill-2"']
    const places = order.map(words => html.indexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
    expect(ids).toEqual([...new Set(ids)])
  })

  test('of no drill at all nothing is known', () => {
    const html = renderGameDayHtml([])
    expect(html).toContain('<p class="word">Inconclusive</p>')
    expect(html).toContain('No drill was run.')
  })
})

describe('a theme', () => {
  const logo = '<svg xmlns="http://www.w3.org/2000/svg" onload="pwned=1"><script>pwned=1</script></svg>'

  test('has its own words, parts and logo', () => {
    const words = { 'What to do next': 'Was jetzt zu tun ist' }
    const html = renderHtml(told(passedDrill()).view, { theme: { words, partials: { split: '<p>ours</p>' }, logo } })
    expect(html).toContain('<h2 id="next">Was jetzt zu tun ist</h2>')
    expect(html).not.toContain('What to do next')
    expect(html).toContain('<p>ours</p>')
    expect(html).not.toContain('<h2 id="split">')
    // A picture only: nothing in it is part of the page.
    expect(html).toContain('<img class="logo" src="data:image/svg+xml,%3Csvg')
    expect(html).not.toContain('<script')
  })

  test('words that are names of everything are words', () => {
    const theme = { words: {}, partials: { split: "<h2>{{w 'constructor'}}</h2>" }, logo: undefined }
    expect(renderHtml(told(passedDrill()).view, { theme })).toContain('<h2>constructor</h2>')
  })
})
