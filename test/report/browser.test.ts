import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { gameDayRow, renderGameDayHtml } from '../../src/report/game-day.ts'
import { renderHtml } from '../../src/report/html.ts'
import { indexRows, renderIndexHtml } from '../../src/report/index-page.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { drillView } from '../../src/report/view/drill-view.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { requiredPart } from '../support/required.ts'
import { DRILLS, passedDrill, stillDownDrill, told } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'
import {
  BREAKS_INSIDE_DRAWINGS,
  DANGLING_LABELS,
  FAINT_TEXTS,
  HEADING_LEVELS,
  OPEN_DETAILS,
  type ParsedXml,
  parseXml,
  SCROLL_WIDTH,
  SERIOUS_VIOLATIONS,
  SHOWN_DRAWINGS,
  WHAT_RUNS,
} from './in-page.ts'

const path = chromiumPath()
const found = requiredPart('chromium', path !== undefined, 'no Chromium at BLACKSTART_CHROMIUM or in a usual place')

const require = createRequire(import.meta.url)
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const example = told(
  readFileSync(new URL('../../reports/example/journal.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as DrillEvent),
)

const PLAIN = Object.fromEntries(
  Object.entries(DRILLS).map(([name, make]) => [name, () => renderHtml(told(make()).view)]),
) as Record<keyof typeof DRILLS, () => string>

const PAGES = {
  ...PLAIN,
  'endless words': () => renderHtml(told(hostileDrill('x'.repeat(3000))).view),
  'with everything': () => renderHtml(drillView(example.measures, example.picture, { previous: example.measures })),
  'all drills': () =>
    renderIndexHtml(
      indexRows(
        [passedDrill, stillDownDrill, passedDrill].map((make, i) => {
          const { measures } = told(make())
          return {
            measures: { ...measures, drill: `d${i}`, startedAt: `2026-03-0${i + 1}` },
            report: `d${i}/report.html`,
          }
        }),
      ),
      0,
    ),
  'game day': () =>
    renderGameDayHtml([passedDrill, stillDownDrill].map(make => gameDayRow(told(make()).view, 'a/b.html'))),
}

describe.skipIf(!found)('in a real browser', { timeout: 120_000 }, () => {
  let browser: Browser
  let dir: string
  let opening = 0

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path ?? '', args: [...CHROMIUM_ARGS] })
    dir = await mkdtemp(join(tmpdir(), 'blackstart-report-'))
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    if (dir !== undefined) await rm(dir, { recursive: true, force: true })
  })

  /** Opens pages one after another in one tab; for each, what was seen, and everything it complained about or asked for. */
  async function opened<T>(
    pages: readonly string[],
    options: BrowserContextOptions,
    look: (page: Page) => Promise<T>,
  ): Promise<readonly { readonly complaints: readonly string[]; readonly seen: T }[]> {
    await using context = await browser.newContext(options)
    const page = await context.newPage()
    let complaints: string[] = []
    let own = ''
    page.on('console', message => complaints.push(`console: ${message.text()}`))
    page.on('pageerror', error => complaints.push(`error: ${error.message}`))
    page.on('dialog', async dialog => {
      complaints.push(`dialog: ${dialog.message()}`)
      await dialog.dismiss()
    })
    page.on('request', request => {
      if (request.url() !== own) complaints.push(`request: ${request.url()}`)
    })
    const looked = []
    for (const [i, html] of pages.entries()) {
      const file = join(dir, `${opening++}-${i}.html`)
      await writeFile(file, html)
      complaints = []
      own = pathToFileURL(file).href
      await page.goto(own, { waitUntil: 'load' })
      looked.push({ complaints, seen: await look(page) })
    }
    return looked
  }

  test.each(Object.entries(PAGES))('%s: no error, no request, no horizontal scroll', async (_, render) => {
    const looked = await opened([render()], { viewport: { width: 360, height: 740 } }, async page => {
      await page.evaluate(OPEN_DETAILS)
      const telephone = await page.evaluate<number>(SCROLL_WIDTH)
      await page.setViewportSize({ width: 1280, height: 900 })
      const screen = await page.evaluate<number>(SCROLL_WIDTH)
      await page.setViewportSize({ width: 700, height: 1000 })
      await page.emulateMedia({ media: 'print' })
      return { telephone, screen, paper: await page.evaluate<number>(SCROLL_WIDTH) }
    })
    expect(looked).toEqual([{ complaints: [], seen: { telephone: 360, screen: 1280, paper: 700 } }])
  })

  test.each(['light', 'dark'] as const)('every text can be read in the %s theme', async colorScheme => {
    const pages = [PAGES.passed(), PAGES.unhealthy(), PAGES['left behind'](), PAGES['game day']()]
    const looked = await opened(pages, { colorScheme }, async page => {
      await page.evaluate(OPEN_DETAILS)
      return page.evaluate<string[]>(FAINT_TEXTS)
    })
    expect(looked.flatMap(({ seen }) => seen)).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s theme', async colorScheme => {
    const pages = Object.values(PAGES).map(render => render())
    // Its own script has to run where ours may not.
    const looked = await opened(pages, { colorScheme, bypassCSP: true }, async page => {
      await page.evaluate(OPEN_DETAILS)
      await page.addScriptTag({ content: AXE })
      return page.evaluate<string[]>(SERIOUS_VIOLATIONS)
    })
    expect(
      looked.map(({ seen }, i) => ({ page: Object.keys(PAGES)[i], seen })).filter(({ seen }) => seen.length > 0),
    ).toEqual([])
  })

  test('the list of all drills filters without a script', async () => {
    const [looked] = await opened([PAGES['all drills']()], {}, async page => {
      const shown = () => page.locator('tr.drill:visible').count()
      const all = await shown()
      await page.selectOption('#verdict', { label: 'failed (1)' })
      const failed = await shown()
      await page.selectOption('#scenario', { label: 'provider-outage (2)' })
      const both = await shown()
      await page.selectOption('#verdict', '')
      await page.check('#newest')
      return { all, failed, both, newest: await shown() }
    })
    expect(looked).toEqual({ complaints: [], seen: { all: 3, failed: 1, both: 0, newest: 1 } })
  })

  test('each layout shows its own drawing: wide on a screen and on paper, narrow on a telephone', async () => {
    const shown = (page: Page) => page.evaluate<string[]>(SHOWN_DRAWINGS)
    const [looked] = await opened([PAGES.passed()], { viewport: { width: 1280, height: 900 } }, async page => {
      const wide = await shown(page)
      await page.setViewportSize({ width: 360, height: 740 })
      const narrow = await shown(page)
      await page.emulateMedia({ media: 'print' })
      return { wide, narrow, paper: await shown(page) }
    })
    expect(looked?.seen).toEqual({ wide: ['wide'], narrow: ['narrow'], paper: ['wide'] })
  })

  test('on paper everything is open, and no chart may be cut', async () => {
    const [looked] = await opened([PAGES.passed()], {}, async page => {
      await page.emulateMedia({ media: 'print' })
      const rows = await page.locator('.samples tbody tr:visible').count()
      const breaks = await page.evaluate<string[]>(BREAKS_INSIDE_DRAWINGS)
      const pdf = await page.pdf({ format: 'A4' })
      return { rows, breaks, pages: pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0 }
    })
    expect(looked?.seen.rows).toBeGreaterThan(10)
    expect(new Set(looked?.seen.breaks)).toEqual(new Set(['avoid']))
    expect(looked?.seen.pages).toBeGreaterThan(1)
  })

  test('a screen reader finds headings in order, a name on every drawing, and the timeline as a table', async () => {
    const [looked] = await opened([PAGES.passed()], {}, async page => ({
      levels: await page.evaluate<number[]>(HEADING_LEVELS),
      dangling: await page.evaluate<string[]>(DANGLING_LABELS),
      unnamed: await page.locator('svg:not([aria-hidden]):not([aria-label])').count(),
      table: await page.locator('.timeline table th[scope=col]').count(),
      summaries: await page.locator('summary').count(),
    }))
    const levels = looked?.seen.levels ?? []
    const jumps = levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)
    expect({ ...looked?.seen, levels: jumps }).toEqual({ levels: [], dangling: [], unnamed: 0, table: 3, summaries: 2 })
  })

  test('hostile texts execute nothing and fetch nothing', async () => {
    const drills = HOSTILE.map(text => renderHtml(told(hostileDrill(text)).view))
    const gameDay = renderGameDayHtml(HOSTILE.map(text => gameDayRow(told(hostileDrill(text)).view, text)))
    const looked = await opened([...drills, gameDay], {}, async page => {
      await page.evaluate(OPEN_DETAILS)
      return page.evaluate(WHAT_RUNS)
    })
    const harmless = { complaints: [], seen: { pwned: false, active: 0, handlers: 0, styles: 1 } }
    const named = looked.map((page, i) => ({ text: HOSTILE[i] ?? 'a game day of them all', page }))
    expect(named.filter(({ page }) => !isDeepStrictEqual(page, harmless))).toEqual([])
  })

  test('the XML for CI is read by a real parser, and says what it was told', async () => {
    const documents = ['plain', ...HOSTILE].map(text => renderJunit(told(hostileDrill(text)).view))
    const [looked] = await opened(['<!doctype html><title>x</title>'], {}, page =>
      Promise.all(documents.map(xml => page.evaluate<ParsedXml>(parseXml(xml)))),
    )
    const seen = looked?.seen ?? []
    expect(seen.filter(each => each.error !== null)).toEqual([])
    expect(seen[1]).toMatchObject({ name: '<script>pwned=1</script>' })
    expect(seen.every(each => each.cases === seen[0]?.cases)).toBe(true)
  })
})
