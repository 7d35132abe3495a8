import { readFile, symlink, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Spec } from '../../../src/model/spec.ts'
import { makeAbort } from '../../../src/run/abort.ts'
import { askSpec } from '../../../src/run/phases/spec-gate.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { chromiumPath } from '../../support/chromium.ts'
import { platformWith } from '../../support/drill.ts'
import { requiredPart } from '../../support/required.ts'
import { smallServer } from '../../support/small-server.ts'
import { type TempDir, tempDir } from '../../support/temp-dir.ts'

const NODE_MODULES = new URL('../../../node_modules', import.meta.url).pathname
const SECRET = 'sk-very-secret-4711'
const hasChromium = requiredPart('chromium', chromiumPath() !== undefined, 'no Chromium was found')

describe('a command of the user’s own', () => {
  const command = (text: string, change: Partial<Spec> = {}): Spec =>
    ({ id: 'script', kind: 'command', command: text, withinMs: 20_000, environment: {}, ...change }) as Spec

  test.each([
    ['ends well', 'echo looking; echo all is well', 'passed', 'exit code 0: all is well'],
    ['ends badly', 'echo it is down; exit 3', 'failed', 'exit code 3: it is down'],
    ['is not there', './no-such-program', 'inconclusive', /^it could not be run: .*no-such-program/],
  ])('that %s', async (_, text, verdict, detail) => {
    await using place = await tempDir()
    const said = await ask(place, command(text))
    expect(said).toMatchObject({ verdict, files: ['specs/script-recovered/output.log'] })
    expect(said.detail).toMatch(detail)
  })

  test('that takes too long is ended, and has failed', async () => {
    await using place = await tempDir()
    expect(await ask(place, command('sleep 30', { withinMs: 200 }))).toMatchObject({
      verdict: 'failed',
      detail: 'it had not ended after 0.2 s',
    })
  })

  test('is given its environment and nothing of ours; what it prints of its secrets is veiled on the disk', async () => {
    await using place = await tempDir()
    process.env.BLACKSTART_TEST_OF_OURS = 'ours'
    const said = await ask(place, command('echo "[$KEY] [$BLACKSTART_TEST_OF_OURS]"', { environment: { KEY: SECRET } }))
    delete process.env.BLACKSTART_TEST_OF_OURS
    // The journal veils what it is told.
    expect(said.detail).toBe(`exit code 0: [${SECRET}] []`)
    expect(await readFile(place.file('drill/specs/script-recovered/output.log'), 'utf8')).toBe('[‹env.KEY›] []\n')
  })

  test('asked again it has another folder', async () => {
    await using place = await tempDir()
    await ask(place, command('true'))
    expect((await ask(place, command('true'))).files).toEqual(['specs/script-recovered-2/output.log'])
  })
})

describe.runIf(hasChromium)('Playwright specs of the user’s own', { timeout: 120_000 }, () => {
  test('passed, failed and passed when tried again are told apart, and what was kept of failures is named', async () => {
    await using shop = await openShop()
    await using place = await tempDir()
    await write(place, {
      'good.spec.ts': `test('the page greets', async ({ page }) => {
        await page.goto('/')
        await expect(page.getByText('Welcome')).toBeVisible()
        expect(process.env.BASE_URL).toBe('${shop.url}')
      })`,
      'bad.spec.ts': `test('the page says goodbye', async ({ page }) => {
        await page.goto('/')
        await expect(page.getByText('Goodbye')).toBeVisible({ timeout: 200 })
      })`,
      'flaky.spec.ts': `test('the second look is better', async ({ page }, info) => {
        await page.goto('/')
        expect(info.retry).toBe(1)
      })`,
    })
    const said = await ask(place, pages(shop.url, { retries: 1 }))
    expect(said.verdict).toBe('failed')
    expect(said.detail).toMatch(
      /^2 of 3 specs passed, 1 only when tried again \(the second look is better: 2 tries\)\. the page says goodbye \(2 tries\): Error: .*toBeVisible/,
    )
    const kept = said.files ?? []
    expect(kept[0]).toBe('specs/chat-recovered/output.log')
    expect(kept.some(path => /bad.*\/test-failed-1\.png$/.test(path))).toBe(true)
    expect(kept.some(path => /bad.*\/trace\.zip$/.test(path))).toBe(true)
    for (const path of kept) expect((await readFile(place.file(`drill/${path}`))).length).toBeGreaterThan(0)
  })

  test('given a secret, no trace is kept, and texts are veiled', async () => {
    await using shop = await openShop()
    await using place = await tempDir()
    await write(place, {
      'bad.spec.ts': `test('it signs in', async ({ page }) => {
        await page.goto('/')
        throw new Error('refused: ' + process.env.KEY)
      })`,
    })
    const said = await ask(place, pages(shop.url, { environment: { KEY: SECRET } }))
    expect(said.detail).toContain('No trace was kept: it would hold the secrets they were given')
    const kept = said.files ?? []
    expect(kept.some(path => path.endsWith('trace.zip'))).toBe(false)
    const texts = ['specs/chat-recovered/results.json', ...kept.filter(path => /\.(log|md)$/.test(path))]
    for (const path of texts) expect(await readFile(place.file(`drill/${path}`), 'utf8')).not.toContain(SECRET)
  })

  test.each([
    ['no spec at all', {}, {}, /^no spec was found; say which in "files:"/],
    ['a spec with a slip in it', { 'a.spec.ts': 'test(' }, {}, /^Playwright could not run: SyntaxError/],
    ['a configuration that is not there', {}, { config: 'no.config.ts' }, /^there is no configuration no\.config\.ts/],
  ] as const)('%s: inconclusive, with what to do', async (_, files, change, detail) => {
    await using place = await tempDir()
    await write(place, files)
    const said = await ask(place, pages('http://127.0.0.1:9/', change))
    expect(said).toMatchObject({ verdict: 'inconclusive', detail: expect.stringMatching(detail) })
  })

  test('without a browser: inconclusive, with the reason and what to install', async () => {
    await using place = await tempDir()
    await write(place, { 'a.spec.ts': `test('x', async ({ page }) => page.goto('/'))` })
    const said = await ask(place, pages('http://127.0.0.1:9/'), { BLACKSTART_CHROMIUM: place.file('no-browser') })
    expect(said.verdict).toBe('inconclusive')
    expect(said.detail).toMatch(
      /^there is no browser \(.*\); install one with "npx playwright install chromium", or name/,
    )
  })
})

function pages(baseUrl: string, change: Partial<Extract<Spec, { kind: 'playwright' }>> = {}): Spec {
  return {
    ...{ id: 'chat', kind: 'playwright', files: [], config: undefined, project: undefined, baseUrl, retries: 0 },
    ...{ withinMs: 60_000, environment: {} },
    ...change,
  }
}

async function write(place: TempDir, files: Readonly<Record<string, string>>): Promise<void> {
  await symlink(NODE_MODULES, place.file('node_modules'))
  const imports = `import { expect, test } from '@playwright/test'\n`
  for (const [name, text] of Object.entries(files)) await writeFile(place.file(name), `${imports}${text}\n`)
}

async function ask(place: TempDir, spec: Spec, env: Readonly<Record<string, string>> = {}) {
  const world = nodeWorld()
  const secrets = [{ name: 'KEY', value: SECRET }]
  const drill = { dir: place.file('drill'), platform: platformWith({ dir: place.path }), secrets }
  const journal = { commit: async () => ({}) as never }
  return askSpec(
    { world: { ...world, env: { ...world.env, ...env } }, drill, journal, abort: makeAbort() },
    spec,
    'recovered',
  )
}

function openShop() {
  return smallServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Shop</title><h1>Welcome</h1>')
  })
}
