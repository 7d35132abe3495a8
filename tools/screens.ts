// `node tools/screens.ts`: takes the pictures anew that pages are held against, with the fonts of this machine.
import { mkdirSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { BASELINES, FONTS_FILE, fontsOf, pictureOf, SCREENS } from '../test/report/screens.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../test/support/chromium.ts'

const executablePath = chromiumPath()
if (executablePath === undefined) throw new Error('no Chromium at BLACKSTART_CHROMIUM or in a usual place')
await using browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS] })
mkdirSync(BASELINES, { recursive: true })
writeFileSync(FONTS_FILE, `[${(await fontsOf(browser)).join(', ')}]\n`)
for (const screen of SCREENS) {
  writeFileSync(new URL(`${screen.name}.png`, BASELINES), await pictureOf(browser, screen))
  console.log(screen.name)
}
