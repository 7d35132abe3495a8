import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blackstart, drillsIn } from './blackstart.ts'
import { tinyPlatform } from './tiny/platform.ts'

let cwd = ''
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'blackstart words '))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const STACK = /^\s+at .+:\d+:\d+/m

describe('what the command line says when something is wrong', { timeout: 60_000 }, () => {
  test('an unknown command: the nearest one, exit 2', async () => {
    const { code, err } = await blackstart(['rum'], { cwd })
    expect(err).toContain("unknown command 'rum'")
    expect(err).toContain('Did you mean run?')
    expect(code).toBe(2)
  })

  test('no command: help, exit 2', async () => {
    const { code, err } = await blackstart([], { cwd })
    expect(err).toContain('Usage: blackstart')
    expect(code).toBe(2)
  })

  test('a scenario that is not there: the nearest shipped one, exit 2', async () => {
    const { code, err } = await blackstart(['run', 'provider-outrage'], { cwd })
    expect(err).toContain('FILE_NOT_FOUND')
    expect(err).toContain('did you mean provider-outage?')
    expect(err).not.toMatch(STACK)
    expect(code).toBe(2)
  })

  test('a folder where a file was meant: which files are in it, exit 2', async () => {
    await using tiny = await tinyPlatform()
    for (const command of ['run', 'plan', 'validate']) {
      const { code, err } = await blackstart([command, tiny.dir], { cwd })
      expect(err).toContain(`${tiny.dir} is a folder, not a file.`)
      expect(err).toContain('outage.yaml')
      expect(code).toBe(2)
    }
  })

  test('a file that is no text, and no platform anywhere: what is wrong with the file, exit 2', async () => {
    const file = join(cwd, 'picture.yaml')
    await writeFile(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]))
    const { code, err } = await blackstart(['run', file], { cwd })
    expect(err).toContain('this is no text file')
    expect(code).toBe(2)
  })

  test('a missing platform: what to do, exit 2', async () => {
    const file = join(cwd, 'alone.yaml')
    await writeFile(
      file,
      'scenario: x\nwhy: y\nclass: provider-outage\nfaults: [{ break: a, kind: refuse }]\nrecovery: automatic\n',
    )
    const { code, err } = await blackstart(['run', file], { cwd })
    expect(err).toContain('PLATFORM_NOT_FOUND')
    expect(err).toContain('--platform FILE')
    expect(err).not.toMatch(STACK)
    expect(code).toBe(2)
  })

  test('a number nobody measures: the nearest one, exit 2', async () => {
    const { code, err } = await blackstart(['explain', 'some-drill', 'rot'], { cwd })
    expect(err).toContain('There is no number called "rot"')
    expect(err).toContain('did you mean rto?')
    expect(code).toBe(2)
  })

  test('a drill that is not there cannot be explained: how to get one, exit 2', async () => {
    const { code, err } = await blackstart(['explain', 'some-drill'], { cwd })
    expect(err).toContain('DRILL_NOT_FOUND')
    expect(err).not.toMatch(STACK)
    expect(code).toBe(2)
  })

  test('wrong files: every problem with its place, nothing touched, exit 2; --debug shows the stack', async () => {
    await using tiny = await tinyPlatform({ fault: 'kind: refuze' })
    const { code, err } = await blackstart(['run', tiny.scenario], { cwd: tiny.dir })
    expect(err).toMatch(/outage\.yaml:7:\d+ {2}UNKNOWN_VALUE/)
    expect(err).toContain('refuse')
    expect(err).toContain('Nothing was touched')
    expect(err).not.toMatch(STACK)
    expect(code).toBe(2)
    const debugged = await blackstart(['run', tiny.scenario, '--debug'], { cwd: tiny.dir })
    expect(debugged.err).toMatch(STACK)
  })

  test('a platform that the scenario names and that is not there: the place in the scenario, exit 2', async () => {
    await using tiny = await tinyPlatform({ platform: 'platfrom.yaml' })
    const { code, err } = await blackstart(['run', tiny.scenario], { cwd: tiny.dir })
    expect(err).toMatch(/outage\.yaml:\d+:\d+ {2}MISSING_FILE/)
    expect(code).toBe(2)
  })

  test('a plan shows the name of a secret, never its value', async () => {
    await using tiny = await tinyPlatform({ fallback: `\${env.TINY_SECRET}` })
    const { code, out } = await blackstart(['plan', tiny.scenario], {
      cwd: tiny.dir,
      env: { TINY_SECRET: 'hush-hush' },
    })
    expect(out).toContain('‹env.TINY_SECRET›')
    expect(out).not.toContain('hush-hush')
    expect(code).toBe(0)
  })

  test('validate: nothing wrong is exit 0, anything wrong is exit 2', async () => {
    await using tiny = await tinyPlatform()
    await using wrong = await tinyPlatform({ rto: 'soon' })
    expect(await blackstart(['validate', tiny.scenario, 'platform.yaml'], { cwd: tiny.dir })).toMatchObject({ code: 0 })
    const { code, err } = await blackstart(['validate', wrong.scenario], { cwd: wrong.dir })
    expect(err).toContain('BAD_DURATION')
    expect(code).toBe(2)
  })

  for (const [name, flag] of [
    ['proxy', '--port'],
    ['mock', '--port'],
  ] as const) {
    test(`a busy port for "${name}": message, hint, exit 2, no stack`, async () => {
      const taken = createServer().listen(0, '127.0.0.1')
      await once(taken, 'listening')
      const address = taken.address()
      const port = typeof address === 'object' ? String(address?.port) : ''
      const { code, err } = await blackstart([name, flag, port], { cwd })
      taken.close()
      expect(err).toContain('PORT_BUSY')
      expect(err).toContain(port)
      expect(err).toContain('hint:')
      expect(err).not.toMatch(STACK)
      expect(code).toBe(2)
    })
  }

  test('a route whose port is taken: who and where, exit 2, no drill begun', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? address?.port : undefined
    await using tiny = await tinyPlatform({ providerPort: String(port) })
    const { code, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    taken.close()
    expect(err).toContain('PORT_BUSY')
    expect(err).toContain(`The route of provider cannot listen at 127.0.0.1:${port}`)
    expect(code).toBe(2)
    expect(await drillsIn(tiny.out)).toEqual([])
  })

  test.each([
    ['proxy', '-config'],
    ['mock', '--control-port'],
  ])('%s --help shows its own flags', async (name, flag) => {
    expect(await blackstart([name, '--help'], { cwd })).toMatchObject({ code: 0, out: expect.stringContaining(flag) })
  })

  test('an unknown drill: the nearest one, exit 2', async () => {
    const { code, err } = await blackstart(['report', 'nothing'], { cwd })
    expect(err).toContain('DRILL_NOT_FOUND')
    expect(code).toBe(2)
  })

  test('recover where nothing ever ran: says that there is nothing, exit 0', async () => {
    const { code, out } = await blackstart(['recover'], { cwd })
    expect(out).toContain('Nothing left')
    expect(code).toBe(0)
  })

  test('a Toxiproxy that is not there: where it should be, exit 3, nothing changed', async () => {
    await using tiny = await tinyPlatform({ toxiproxy: 'http://127.0.0.1:1' })
    const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(out).toContain('Could not reach Toxiproxy at http://127.0.0.1:1')
    expect(code).toBe(3)
  })
})
