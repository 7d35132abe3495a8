import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { gameDayRow, renderGameDayHtml } from '../../src/report/game-day.ts'
import { renderHtml } from '../../src/report/html.ts'
import { passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'
import { COMPARED, type Compared, TEXT_WIDTHS } from './in-page.ts'

/** Where the pictures lie that pages are held against. */
export const BASELINES = new URL('./baselines/', import.meta.url)
/** Which fonts they were taken with. */
export const FONTS_FILE = new URL('fonts.json', BASELINES)

/** One page as somebody sees it first. */
export interface Screen {
  readonly name: string
  readonly html: () => string
  readonly viewport: { readonly width: number; readonly height: number }
  readonly colorScheme: 'light' | 'dark'
}

const WIDE = { width: 1180, height: 860 }
const NARROW = { width: 360, height: 800 }
const example = () => readFileSync(new URL('../../reports/example/report.html', import.meta.url), 'utf8')
const failed = () => renderHtml(told(stillDownDrill()).view)
const gameDay = () =>
  renderGameDayHtml(
    [passedDrill, stillDownDrill, unhealthyDrill].map((make, i) =>
      gameDayRow(told(make()).view, `${i + 1}/report.html`),
    ),
  )

export const SCREENS: readonly Screen[] = [
  { name: 'example-wide-light', html: example, viewport: WIDE, colorScheme: 'light' },
  { name: 'example-wide-dark', html: example, viewport: WIDE, colorScheme: 'dark' },
  { name: 'example-narrow-light', html: example, viewport: NARROW, colorScheme: 'light' },
  { name: 'example-narrow-dark', html: example, viewport: NARROW, colorScheme: 'dark' },
  { name: 'failed-wide-light', html: failed, viewport: WIDE, colorScheme: 'light' },
  { name: 'game-day-wide-light', html: gameDay, viewport: WIDE, colorScheme: 'light' },
]

/** What somebody sees. */
export async function pictureOf(browser: Browser, { html, viewport, colorScheme }: Screen): Promise<Buffer> {
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' })
  try {
    await page.setContent(html(), { waitUntil: 'load' })
    return await page.screenshot({ animations: 'disabled', caret: 'hide' })
  } finally {
    await page.close()
  }
}

/** How wide the same words are in each of our typefaces: other numbers, other fonts. */
export async function fontsOf(browser: Browser): Promise<readonly number[]> {
  const page = await browser.newPage()
  try {
    await page.setContent(failed(), { waitUntil: 'load' })
    return await page.evaluate<number[]>(TEXT_WIDTHS)
  } finally {
    await page.close()
  }
}

/** How far two pictures differ. */
export async function compared(browser: Browser, one: Buffer, other: Buffer): Promise<Compared> {
  const page = await browser.newPage()
  try {
    return await page.evaluate<Compared>(COMPARED(one.toString('base64'), other.toString('base64')))
  } finally {
    await page.close()
  }
}
