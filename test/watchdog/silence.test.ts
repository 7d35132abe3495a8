import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Happening } from '../../src/model/event.ts'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { lossOf } from '../../src/watchdog/loss.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { eventsOf } from '../e2e/blackstart.ts'
import { platformWith, startedWith } from '../support/drill.ts'
import { tempDir } from '../support/temp-dir.ts'
import { eventually, quiet } from '../support/wait.ts'

const MAIN = fileURLToPath(new URL('../../src/watchdog/main.ts', import.meta.url))
const { clock, processes } = nodeWorld()

describe('a watchdog, while its conductor lives', { timeout: 30_000 }, () => {
  test('ends one that is silent for too long, and only then puts everything back', async () => {
    await using drill = await interrupted()
    process.kill(drill.conductor.pid, 'SIGSTOP')
    drill.beat()
    const [code] = await drill.watchdogEnded
    expect(code).toBe(0)
    expect(await processes.alive(drill.conductor)).toBe(false)
    expect(await drill.proxies()).toEqual([])
    const events = await eventsOf(drill.dir)
    expect(events.find(event => event.type === 'drill.aborted')).toMatchObject({
      why: 'the process that conducted the drill was stopped or stuck for too long, and was ended',
    })
    expect(events.find(event => event.type === 'route.closed')).toMatchObject({ by: 'watchdog' })
    expect(events.at(-1)?.type).toBe('drill.finished')
  })

  test('leaves one alone that goes on beating, and goes when it is dismissed', async () => {
    await using drill = await interrupted()
    const beating = setInterval(drill.beat, 50)
    await quiet(1500)
    expect(await processes.alive(drill.conductor)).toBe(true)
    drill.watchdog.kill('SIGTERM')
    expect((await drill.watchdogEnded)[0]).toBe(0)
    clearInterval(beating)
    expect(await drill.proxies()).toEqual(['openai'])
  })
})

describe('the loss of a conductor', () => {
  test('is seen when its end of the pipe is closed', async () => {
    const input = new PassThrough()
    const loss = lossOf({ input, silenceMs: 60_000 })
    input.end()
    expect(await loss).toBe('gone')
  })

  test('is no silence before its first word: whoever starts us by hand says none', async () => {
    const input = new PassThrough()
    const first = Promise.race([lossOf({ input, silenceMs: 30 }), quiet(300).then(() => 'nothing yet')])
    expect(await first).toBe('nothing yet')
    const loss = lossOf({ input, silenceMs: 30 })
    input.write('.')
    expect(await loss).toBe('silent')
  })
})

/** A drill in the middle of the damage: a journal, a proxy to be removed, a conductor that only sleeps, and a watchdog with little patience. */
async function interrupted() {
  const temp = await tempDir()
  const server = await startProxyServer({ port: 0 })
  const network = toxiproxyNetwork(server.url)
  await network.createProxy({ name: 'openai', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
  const sleeper = spawn('sleep', ['1000'])
  const conductor = await eventually('the conductor', () => processes.identify(sleeper.pid ?? 0))
  const dir = temp.file('d1')
  await mkdir(dir)
  const undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: server.url, proxy: 'openai' } as const
  const route = { component: 'openai', listen: '127.0.0.1:1', upstream: '127.0.0.1:9', undo }
  const happenings: readonly Happening[] = [
    {
      ...startedWith({ platform: platformWith({ toxiproxy: { kind: 'url', url: server.url } }) }),
      ...{ holder: conductor, host: processes.host, lockFile: temp.file('lock') },
    },
    { type: 'network.found', toxiproxy: server.url, version: '2.12.0', ours: false },
    { type: 'route.intended', ...route },
  ]
  const lines = happenings.map((event, seq) => JSON.stringify({ seq, atMs: seq, wall: clock.wall(), ...event }))
  await writeFile(`${dir}/journal.jsonl`, `${lines.join('\n')}\n`)
  const watchdog = spawn(process.execPath, [MAIN, dir, '600'], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Who beats is not told when the last beat was heard: between the watchdog's end and our hearing of it, a beat finds its pipe closed.
  watchdog.stdin.on('error', () => {})
  const watchdogEnded = once(watchdog, 'exit')
  await once(createInterface({ input: watchdog.stdout }), 'line')
  return {
    ...{ dir, conductor, watchdog, watchdogEnded },
    beat: () => void watchdog.stdin.write('.'),
    proxies: async () => (await network.proxies()).map(({ name }) => name),
    async [Symbol.asyncDispose]() {
      watchdog.kill('SIGKILL')
      sleeper.kill('SIGKILL')
      await server.close()
      await temp[Symbol.asyncDispose]()
    },
  }
}
