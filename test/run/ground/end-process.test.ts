import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodeDesk } from '../../../src/cli/node-desk.ts'
import { pendingFold } from '../../../src/measure/folds/pending-fold.ts'
import type { Happening, ProcessIdentity } from '../../../src/model/event.ts'
import { recoverDrill } from '../../../src/run/afterwards/recover.ts'
import { scanProcesses } from '../../../src/run/afterwards/residue.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { platformWith, startedWith } from '../../support/drill.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { eventually } from '../../support/wait.ts'
import { where } from '../../support/where.ts'

const world = nodeWorld()
const { processes } = world
const marked = where(process.platform === 'linux', 'only Linux tells the environment of others')
const stage = { up: 'sleep 1000', ready: 'http://127.0.0.1:9/', readyWithinMs: 1000 }

/** A platform of three processes: the shell that started it, a child of its, and a daemon in a session of its own. */
async function platformOf(dir: string) {
  const child = join(dir, 'child')
  const daemon = join(dir, 'daemon')
  const command = `setsid -f sh -c 'echo $$ > ${daemon}; exec sleep 1000'; sleep 1000 & echo $! > ${child}; wait`
  const started = await processes.start({ run: { command }, cwd: dir, env: {}, logFile: join(dir, 'log') })
  started.go()
  const named = (file: string) =>
    eventually(file, async () => processes.identify(Number(await readFile(file, 'utf8').catch(() => '0'))))
  return { leader: started.identity, exited: started.exited, child: await named(child), daemon: await named(daemon) }
}

async function journalOf(dir: string, happenings: readonly Happening[]): Promise<void> {
  await mkdir(dir, { recursive: true })
  const lines = happenings.map((event, seq) => JSON.stringify({ seq, atMs: seq, wall: world.clock.wall(), ...event }))
  await writeFile(join(dir, 'journal.jsonl'), `${lines.join('\n')}\n`)
}

describe('what a stage has started', () => {
  marked(
    'is found and ended by "recover" though its leader has died, and a daemon of its own session too',
    async () => {
      await using dir = await tempDir()
      const { leader, exited, child, daemon } = await platformOf(dir.path)
      process.kill(leader.pid, 'SIGKILL')
      await exited
      const drill = dir.file('d1')
      const died = { pid: 2 ** 22 + 1, born: 'long ago' }
      await journalOf(drill, [
        {
          ...startedWith({ platform: platformWith({ stage }) }),
          holder: died,
          host: processes.host,
          lockFile: dir.file('lock'),
        },
        { type: 'process.started', role: 'stage', identity: leader, group: true },
      ])
      const pending = [{ role: 'stage', identity: leader, group: true }] as const
      expect((await scanProcesses(world, pending)).left).toEqual([
        { where: `process ${leader.pid}`, what: 'our stage is still running', command: `kill -- -${leader.pid}` },
        {
          where: `process ${daemon.pid}`,
          what: 'started by our stage, and still running',
          command: `kill ${daemon.pid}`,
        },
      ])
      expect(await recoverDrill(world, nodeDesk().means, drill)).toMatchObject({ state: 'recovered', left: [] })
      expect([await processes.alive(child), await processes.alive(daemon)]).toEqual([false, false])
    },
  )

  marked('is no stranger’s group that was given the same number since', async () => {
    await using dir = await tempDir()
    const { leader, exited, child, daemon } = await platformOf(dir.path)
    process.kill(leader.pid, 'SIGKILL')
    await exited
    // As if an earlier drill had started somebody of this number, long gone, before these came.
    const earlier: ProcessIdentity = { pid: leader.pid, born: '1@another' }
    expect(await processes.groupAlive(earlier)).toBe(false)
    expect(await processes.kin(earlier)).toEqual([])
    await processes.end(earlier, { group: true, graceMs: 0 })
    expect([await processes.alive(child), await processes.alive(daemon)]).toEqual([true, true])
    for (const each of [child, daemon]) await processes.end(each, { group: false, graceMs: 0 })
  })

  marked('is known as part of the stage though it left session and parents behind', async () => {
    await using dir = await tempDir()
    const { leader, child, daemon } = await platformOf(dir.path)
    expect(await processes.descends(daemon, leader)).toBe(true)
    expect(await processes.descends(child, leader)).toBe(true)
    await processes.end(leader, { group: true, graceMs: 0 })
    await processes.end(daemon, { group: false, graceMs: 0 })
  })
})

describe('what a runbook has left running', () => {
  const identity = { pid: 7, born: 'then' }
  const events = [
    { type: 'process.started', role: 'runbook', identity, group: true },
    { type: 'process.ended', role: 'runbook', identity, detail: 'exit code 0' },
  ] as const
  const pendingAfter = (platform: ReturnType<typeof platformWith>, happenings: readonly Happening[]) => {
    const fold = pendingFold()
    for (const [seq, happening] of [startedWith({ platform }), ...happenings].entries()) {
      fold.see({ seq, atMs: seq, wall: '', ...happening })
    }
    return fold.pending().processes.map(({ role }) => role)
  }

  test('ends with a platform that the drill has started', () => {
    expect(pendingAfter(platformWith({ stage }), events)).toEqual(['runbook'])
  })

  test('belongs to a platform that is simply there; only a command that died in the middle is ended', () => {
    expect(pendingAfter(platformWith(), events)).toEqual([])
    expect(pendingAfter(platformWith(), events.slice(0, 1))).toEqual(['runbook'])
  })
})
