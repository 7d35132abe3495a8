// `node tools/example.ts DRILL`: makes reports/example of a real drill, with the paths of this machine taken out of its journal.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { measureDrill, REPORTS } from '../src/run/paper/reports.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../test/support/chromium.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const EXAMPLE = join(ROOT, 'reports/example')
const given = process.argv[2]
if (given === undefined) throw new Error('usage: node tools/example.ts DRILL')

const drill = resolve(given)
const journal = readFileSync(join(drill, 'journal.jsonl'), 'utf8')
  .replaceAll(drill, '/srv/drills/example')
  .replaceAll(ROOT, '/srv/blackstart')
  .replace(/"lockFile":"[^"]*\//, '"lockFile":"/run/blackstart/')
writeFileSync(join(EXAMPLE, 'journal.jsonl'), journal)

const files = {
  pieces: async function* () {
    yield journal
  },
  // Beside nothing: an example must not depend on what else lies in the folder.
  list: () => Promise.resolve([]),
  read: () => Promise.reject(new Error('there is no earlier drill')),
}
const measured = await measureDrill(files, EXAMPLE)
for (const [name, render] of Object.entries(REPORTS)) writeFileSync(join(EXAMPLE, name), render(measured))

const executablePath = chromiumPath()
if (executablePath !== undefined) {
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS] })
  await picture(browser, 'light', 'first-screen.png')
  await browser.close()
}

async function picture(browser: Browser, colorScheme: 'light' | 'dark', name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1180, height: 860 }, colorScheme })
  await page.goto(`file://${join(EXAMPLE, 'report.html')}`)
  await page.screenshot({ path: join(EXAMPLE, name) })
}
