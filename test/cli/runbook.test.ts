import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunbookOptions, showRunbook } from '../../src/cli/actions/show-runbook.ts'
import type { Desk } from '../../src/cli/desk.ts'
import { lockFileOf } from '../../src/cli/load.ts'
import { messageOf } from '../../src/model/error.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { tempDir } from '../support/temp-dir.ts'

const RUNBOOK = `# Restore the store
Environment: STORE_URL

## Look
Time box: 1m
Expect: looked
Capture: SNAPSHOT from /snapshot (\\S+)/
\`\`\`sh
echo "looked at $STORE_URL, snapshot s-17"
\`\`\`
Decide: GOOD: Is it good? (yes / no)

## Restore
Only if: GOOD is yes
\`\`\`sh
echo "restored $SNAPSHOT" > restored.txt
\`\`\`
`

const PLATFORM = (environment: string, stage: string) => `platform: shop
environment: ${environment}
${stage}
components: { store: { kind: database, owner: data } }
journeys: { page: { request: { url: "http://127.0.0.1:1/" }, good: { status: 200, within: 1s }, every: 1s } }
runbooks: { environment: { STORE_URL: from-the-file } }
`

interface Around {
  readonly environment?: string
  readonly stage?: string
  readonly runbook?: string
  readonly env?: Readonly<Record<string, string>>
  /** What somebody at the terminal says, one after the other; nobody is there unless given. */
  readonly says?: readonly string[]
  readonly isDrilled?: boolean
  readonly interrupt?: AbortSignal
  /** Hears everything that is said. */
  readonly hear?: (text: string) => void
}

/** Gives the command line a runbook, and says how that ended. */
async function given(options: Partial<RunbookOptions>, around: Around = {}) {
  const dir = await tempDir()
  onTestFinished(() => dir[Symbol.asyncDispose]())
  const at = (name: string) => join(dir.path, name)
  await mkdir(at('locks'))
  await writeFile(at('platform.yaml'), PLATFORM(around.environment ?? 'local', around.stage ?? ''))
  await writeFile(at('restore.md'), around.runbook ?? RUNBOOK)
  let said = ''
  const screen = {
    write(text: string) {
      said += text
      around.hear?.(text)
    },
    isTerminal: false,
    colour: false,
    width: () => 100,
  }
  const left = [...(around.says ?? [])]
  const world = nodeWorld()
  const desk: Desk = {
    world: { ...world, env: { ...world.env, ...around.env } },
    means: {} as Desk['means'],
    out: screen,
    err: screen,
    cwd: dir.path,
    ownDir: dir.path,
    lockDir: at('locks'),
    versions: {},
    interruptible: () => around.interrupt ?? new AbortController().signal,
    ask: around.says === undefined ? undefined : async () => left.shift(),
  }
  if (around.isDrilled === true) {
    const lock = {
      drill: 'd-1',
      platform: 'shop',
      holder: world.processes.self,
      host: world.processes.host,
      dir: dir.path,
    }
    await writeFile(lockFileOf(desk, 'shop', at('platform.yaml')), JSON.stringify(lock))
  }
  const code = await showRunbook(desk, 'restore.md', { out: 'reports', ...options }).catch((error: unknown) =>
    messageOf(error),
  )
  const restored = await readFile(at('restored.txt'), 'utf8').catch(() => undefined)
  const kept = await readdir(at('reports/runbooks')).catch(() => [])
  const journal = kept.length === 0 ? '' : await readFile(at(`reports/runbooks/${kept[0]}/journal.jsonl`), 'utf8')
  return { code, restored, said, kept: kept.length, journal }
}

describe('blackstart runbook', () => {
  test('with --dry shows what would run, and runs nothing', async () => {
    const { code, restored, said, kept } = await given({ dry: true })
    expect({ code, restored, kept }).toEqual({ code: 0, restored: undefined, kept: 0 })
    expect(said).toContain('Nothing was run: without --dry it is followed, by whoever agrees to that.')
  })

  test('runs nothing where nobody is there to agree, and says how to agree', async () => {
    const { code, restored, said } = await given({})
    expect({ code, restored }).toEqual({ code: 2, restored: undefined })
    expect(said).toContain('Give --yes to follow it all the same')
  })

  test('runs nothing for somebody who says no', async () => {
    expect(await given({}, { says: ['no'] })).toMatchObject({ code: 2, restored: undefined, kept: 0 })
  })

  test('is followed by whoever agrees, and asks what it leaves open', async () => {
    const { code, restored, said, journal } = await given({}, { says: ['yes', 'yes'] })
    expect({ code, restored }).toEqual({ code: 0, restored: 'restored s-17\n' })
    expect(said).toMatch(
      /Done after .*: every step did what it should\n {2}1\. Look: done, .* of 1 min\n {2}2\. Restore: done/,
    )
    expect(journal).toContain('"outcome":"done"')
  })

  test('is followed without anybody where --yes and --decide say everything', async () => {
    const { code, restored } = await given({ yes: true, decide: ['GOOD=yes'] })
    expect({ code, restored }).toEqual({ code: 0, restored: 'restored s-17\n' })
  })

  test('needs a person for what nobody has decided', async () => {
    const { code, restored, said } = await given({ yes: true })
    expect({ code, restored }).toEqual({ code: 3, restored: undefined })
    expect(said).toContain('nobody was there to decide: Is it good?')
  })

  test('ends with the step that goes wrong', async () => {
    const runbook = '# Restore\n\n## Look\n```sh\nexit 7\n```\n\n## Restore\n```sh\necho r > restored.txt\n```\n'
    const { code, restored, said } = await given({ yes: true }, { runbook })
    expect({ code, restored }).toEqual({ code: 1, restored: undefined })
    expect(said).toContain('Went wrong')
    expect(said).toContain('2. Restore: not begun')
  })

  test('says of a step that was stopped that it was begun, and ends its command', async () => {
    const stop = new AbortController()
    const runbook =
      '# Restore\n\n## Look\n```sh\necho begun; sleep 30; echo r > restored.txt\n```\n\n## Restore\n```sh\ntrue\n```\n'
    const { code, restored, said } = await given(
      { yes: true },
      { runbook, interrupt: stop.signal, hear: text => void (text.includes('| begun') && stop.abort()) },
    )
    expect({ code, restored }).toEqual({ code: 130, restored: undefined })
    expect(said).toMatch(/1\. Look: stopped half-way\n {2}2\. Restore: not begun\n/)
  })

  test('keeps a value out of its record that is named and not written', async () => {
    const { code, said, journal } = await given(
      { yes: true, decide: ['GOOD=no'], set: ['STORE_URL'] },
      { env: { STORE_URL: 'postgres://u:sesame@db/x' } },
    )
    expect(code).toBe(0)
    expect(said + journal).not.toContain('sesame')
    expect(journal).toContain('looked at ‹env.STORE_URL›')
  })

  test('asks for the place of a platform that each drill starts anew', async () => {
    const stage = 'stage: { up: "sleep 1", ready: "http://127.0.0.1:1/" }'
    expect(await given({ yes: true }, { stage })).toMatchObject({
      code: 'The commands are given no STORE_URL, since shop is started anew by each drill.',
      kept: 0,
    })
    expect(await given({ yes: true, set: ['STORE_URL=x'], decide: ['GOOD=yes'] }, { stage })).toMatchObject({ code: 0 })
  })

  test.for([
    ['an answer to nothing that is asked', { decide: ['NONE=1'] }, 'The runbook does not ask for NONE.'],
    ['no answer that it knows', { decide: ['GOOD=perhaps'] }, 'GOOD cannot be "perhaps".'],
    ['a value for nothing that it declares', { set: ['OTHER=1'] }, 'The runbook declares no OTHER.'],
    ['a name without any value', { set: ['NOWHERE_TO_BE_FOUND'] }, '"NOWHERE_TO_BE_FOUND" gives nothing a value.'],
  ] as const)('refuses %s', async ([, options, message]) => {
    expect(await given({ yes: true, ...options })).toMatchObject({ code: message, restored: undefined, kept: 0 })
  })

  test('refuses a platform in production that nobody has agreed to', async () => {
    const environment = 'production'
    expect(await given({ yes: true, decide: ['GOOD=yes'] }, { environment })).toMatchObject({
      code: 'shop is a production platform, and nobody has agreed.',
      restored: undefined,
    })
    const agreed = { allowProduction: true, approvedBy: 'Ada', reason: 'the store is gone' }
    expect(await given({ yes: true, decide: ['GOOD=yes'], ...agreed }, { environment })).toMatchObject({ code: 0 })
  })

  test('refuses a platform that is being drilled', async () => {
    expect(await given({ yes: true, decide: ['GOOD=yes'] }, { isDrilled: true })).toMatchObject({
      code: 'The platform shop is being drilled by d-1.',
      restored: undefined,
    })
  })
})
