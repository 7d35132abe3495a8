import { messageOf } from '../../model/error.ts'
import type { World } from '../../model/world.ts'
import { pagesOfHeadings } from './pdf-pages.ts'

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
] as const
const FOOTER =
  '<div style="width:100%;padding:0 13mm;font:8px sans-serif;color:#555;text-align:right"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/** A page, told on which page of paper each of its headings comes to stand. */
export type PagedHtml = (pages?: Readonly<Record<string, number>>) => string

/** Prints a page with the Chromium of this machine. What kept it from that is said, never thrown: the rest is made all the same. */
export async function writePdf(
  world: Pick<World, 'files' | 'env'>,
  path: string,
  html: PagedHtml,
): Promise<readonly string[]> {
  const chromium = await installedChromium()
  if (chromium === undefined) return [notMade('Playwright is not installed', 'npm i -D @playwright/test')]
  const place = await chromiumPlace(world)
  if (place === undefined) {
    const named = world.env.BLACKSTART_CHROMIUM ?? ''
    const why = named === '' ? 'no Chromium was found' : `BLACKSTART_CHROMIUM names ${named}, which is not there`
    return [notMade(why, 'install one, or say where it is with BLACKSTART_CHROMIUM')]
  }
  try {
    await print(chromium, place, path, html)
    return []
  } catch (error) {
    return [notMade(messageOf(error).split('\n')[0] ?? '', `is ${place} a Chromium that starts on this machine?`)]
  }
}

function notMade(why: string, now: string): string {
  return `The PDF was not made: ${why.replace(/\.$/, '')}. All other reports were.\nhint: ${now}`
}

type Chromium = typeof import('@playwright/test')['chromium']

async function installedChromium(): Promise<Chromium | undefined> {
  try {
    return (await import('@playwright/test')).chromium
  } catch {
    return undefined
  }
}

async function chromiumPlace({ files, env }: Pick<World, 'files' | 'env'>): Promise<string | undefined> {
  const named = env.BLACKSTART_CHROMIUM ?? ''
  for (const place of named === '' ? KNOWN_PLACES : [named]) if (await files.exists(place)) return place
  return undefined
}

/** Twice: only once it is printed is it known on which page everything stands. */
async function print(chromium: Chromium, executablePath: string, path: string, html: PagedHtml): Promise<void> {
  // Our own page, which runs nothing and fetches nothing: no sandbox is needed, and containers have none.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 })
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true, colorScheme: 'light' })
    const page = await context.newPage()
    const options = {
      format: 'A4',
      outline: true,
      tagged: true,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
      margin: { top: '14mm', bottom: '16mm', left: '13mm', right: '13mm' },
    }
    await page.setContent(html(), { waitUntil: 'load' })
    const first = await page.pdf(options)
    await page.setContent(html(pagesOfHeadings(first.toString('latin1'))), { waitUntil: 'load' })
    await page.pdf({ ...options, path })
  } finally {
    await browser.close()
  }
}
