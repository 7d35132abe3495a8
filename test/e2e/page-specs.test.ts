// A user's own Playwright specs as a smoke gate: Harbor's chat page in a real browser, as it is, and with a mistake in it.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { requiredPart } from '../support/required.ts'
import { HARBOR, harborWith } from './harbor-with.ts'
import { seated } from './seats.ts'
import { shippedDrill } from './shipped-drill.ts'

const found = requiredPart('chromium', chromiumPath() !== undefined, 'there is no Chromium at BLACKSTART_CHROMIUM')

describe.skipIf(!found)('the chat page of Harbor, looked at by its own specs', { timeout: 180_000 }, () => {
  seated()

  test('well before, deployed with a mistake that only users see, and well once that is put back', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'page-specs-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    const [shown, whole, broken] = [join(dir, 'shown.html'), join(dir, 'whole.html'), join(dir, 'broken.html')]
    const page = readFileSync(join(HARBOR, 'page/index.html'), 'utf8')
    // Whoever changes the shop goes on seeing the questions of the one before.
    const mistaken = page.replace('  void history()\n})', '})')
    expect(mistaken).not.toBe(page)
    for (const file of [shown, whole]) writeFileSync(file, page)
    writeFileSync(broken, mistaken)
    const platform = harborWith([
      ['node up.ts', `node up.ts --page ${shown}`],
      [
        'components:\n',
        `custom:
  bad-page:
    words: shows a page with a mistake in it
    do: { run: cp ${broken} ${shown} }
    undo: { run: cp ${whole} ${shown} }
    look: { run: cmp -s ${broken} ${shown} }

components:
`,
      ],
    ])
    const scenario = join(dir, 'bad-page.yaml')
    writeFileSync(scenario, SCENARIO)

    const { code, measures } = await shippedDrill(scenario, '--platform', platform)
    expect(code).toBe(1)
    const said = measures.gates.map(({ name, during, verdict, detail }) => `${name}, ${during}: ${verdict}, ${detail}`)
    expect(said.at(0)).toBe('chat, baseline: passed, 5 of 5 specs passed')
    expect(said.slice(1, -1)).toEqual([
      expect.stringMatching(
        /^chat, recovered: failed, 4 of 5 specs passed\. each shop sees its own questions, and nobody else does: /,
      ),
    ])
    expect(measures.gates[1]?.files).toContainEqual(expect.stringMatching(/test-failed-1\.png$/))
    expect(said.at(-1)).toBe('chat, healed: passed, 5 of 5 specs passed')
    expect(measures.faults).toMatchObject([{ kind: 'custom', effect: 'bitten' }])
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
  })
})

const SCENARIO = `scenario: The chat page is deployed with a mistake in it
why: Every check of the API is green, and no customer can see its own questions
class: infrastructure-failure
faults: [{ break: agent, kind: custom, fault: bad-page, at: 0s }]
recovery: automatic
targets: { rto: 4s }
deadline: 5s
gates: { smoke: [chat] }
`
