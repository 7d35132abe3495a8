import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { requiredPart } from '../support/required.ts'
import { BASELINES, compared, FONTS_FILE, fontsOf, pictureOf, SCREENS } from './screens.ts'

const path = chromiumPath()
const found = requiredPart('chromium', path !== undefined, 'no Chromium at BLACKSTART_CHROMIUM or in a usual place')

// Edges of letters are smoothed a little differently by each version of a browser; a line that moved changes more than that.
const MOST_DIFFERENT_RATIO = 0.001

// A change that is meant: `node tools/screens.ts` takes the pictures anew; look at each before it is committed.
describe.skipIf(!found)('pages look as they did', { timeout: 60_000 }, () => {
  let browser: Browser
  let otherFonts = false

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path ?? '', args: [...CHROMIUM_ARGS] })
    const fonts: unknown = JSON.parse(await readFile(FONTS_FILE, 'utf8'))
    otherFonts = JSON.stringify(fonts) !== JSON.stringify(await fontsOf(browser))
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
  })

  test.for(SCREENS)('$name', async (screen, { skip }) => {
    if (otherFonts) skip('the fonts of this machine are not those the pictures were taken with')
    const now = await pictureOf(browser, screen)
    const then = await readFile(new URL(`${screen.name}.png`, BASELINES))
    const { sameSize, differentRatio } = await compared(browser, then, now)
    if (sameSize && differentRatio <= MOST_DIFFERENT_RATIO) return
    const place = join(await mkdtemp(join(tmpdir(), 'blackstart-screen-')), `${screen.name}.png`)
    await writeFile(place, now)
    expect.fail(
      `${(differentRatio * 100).toFixed(2)} % of its pixels differ; as it is now: ${place}. If that is meant: node tools/screens.ts`,
    )
  })
})
