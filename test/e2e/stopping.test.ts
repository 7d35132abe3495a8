import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { blackstart, drillsIn, drillWith, eventsOf, eventually, startBlackstart } from './blackstart.ts'
import { killBoth } from './kill-both.ts'
import { tinyPlatform } from './tiny/platform.ts'

/** The processes a drill has started that are still alive. */
async function survivors(events: readonly DrillEvent[]): Promise<readonly number[]> {
  const { processes } = nodeWorld()
  const started = events.flatMap(event => (event.type === 'process.started' ? [event.identity] : []))
  const alive = await Promise.all(started.map(identity => processes.alive(identity)))
  return started.filter((_, i) => alive[i]).map(identity => identity.pid)
}

describe('stopping a drill in the middle of the damage', { timeout: 60_000 }, () => {
  test('one Ctrl-C: put back, reported, exit 130', async () => {
    await using tiny = await tinyPlatform()
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill('SIGINT')
    const { code, err } = await drill.ended
    expect(code).toBe(130)
    expect(err).toContain('everything is being put back')
    const events = await eventsOf(dir)
    expect(events.find(event => event.type === 'fault.undone')).toMatchObject({ outcome: { state: 'undone' } })
    expect(events.at(-1)?.type).toBe('drill.finished')
    expect(await survivors(events)).toEqual([])
    const measures = JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8')) as DrillMeasures
    expect(measures).toMatchObject({ verdict: 'inconclusive', outcome: 'interrupted' })
  })

  test('kill -9: the watchdog puts everything back on a Toxiproxy of somebody else, and reports', async () => {
    await using proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const network = toxiproxyNetwork(proxy.url)
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill('SIGKILL')
    await drill.ended
    await eventually('the journal to end', async () =>
      (await eventsOf(dir)).at(-1)?.type === 'drill.finished' ? true : undefined,
    )
    expect(await network.proxies()).toEqual([])
    const events = await eventsOf(dir)
    expect(events.find(event => event.type === 'fault.undone')).toMatchObject({
      by: 'watchdog',
      outcome: { state: 'undone' },
    })
    const report = await eventually('the report', () =>
      readFile(join(dir, 'drill.json'), 'utf8').catch(() => undefined),
    )
    expect(JSON.parse(report)).toMatchObject({ verdict: 'inconclusive', outcome: 'broken-off' })
    await eventually('the watchdog to leave', async () => ((await survivors(events)).length === 0 ? true : undefined))
    const recovered = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(recovered).toMatchObject({ code: 0, out: expect.stringContaining('Nothing left') })
    expect((await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })).code).toBe(0)
  })

  test('kill -9 of conductor and watchdog: "recover" puts it back, and says so the second time', async () => {
    await using proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const network = toxiproxyNetwork(proxy.url)
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    await killBoth(drill, dir)
    expect(await network.proxy('provider')).toMatchObject({ enabled: false })

    const again = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(again.code).toBe(2)
    expect(again.err).toContain(`blackstart recover ${dir}`)

    // From a folder that knows nothing of the drill: whoever asks what is left means all of it.
    const recovered = await blackstart(['recover', '--out', `${tiny.dir}/elsewhere`], { cwd: tiny.dir })
    expect(recovered.code).toBe(0)
    expect(recovered.out).toContain('put back')
    expect(await network.proxies()).toEqual([])
    const events = await eventsOf(dir)
    expect(events.at(-1)?.type).toBe('drill.finished')
    expect(await survivors(events)).toEqual([])
    expect(JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8'))).toMatchObject({
      verdict: 'inconclusive',
      outcome: 'broken-off',
    })

    const twice = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(twice.code).toBe(0)
    expect(twice.out).toContain('Nothing left')
    expect(twice.out).toContain(`looked at Toxiproxy at ${proxy.url}`)
    const after = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(after.code).toBe(0)
  })

  test('two Ctrl-C: gone at once, and the watchdog puts everything back', async () => {
    await using proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill('SIGINT')
    await eventually('the first Ctrl-C to be heard', () => (drill.said().includes('being put back') ? true : undefined))
    drill.child.kill('SIGINT')
    const { code, err } = await drill.ended
    expect(code).toBe(130)
    expect(err).toContain('blackstart recover')
    await eventually('the journal to end', async () =>
      (await eventsOf(dir)).at(-1)?.type === 'drill.finished' ? true : undefined,
    )
    expect(await toxiproxyNetwork(proxy.url).proxies()).toEqual([])
  })

  test('"halt" from another shell stops it and refuses the next one, until "resume"', async () => {
    await using tiny = await tinyPlatform()
    const at = { cwd: tiny.dir }
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], at)
    const dir = await drillWith(tiny.out, 'fault.injected')
    expect(await blackstart(['halt'], at)).toMatchObject({ code: 2, err: expect.stringContaining('--why') })
    expect((await blackstart(['halt', '--why', 'a real incident'], at)).code).toBe(0)
    expect((await drill.ended).code).toBe(4)
    expect((await eventsOf(dir)).find(event => event.type === 'fault.undone')).toMatchObject({
      outcome: { state: 'undone' },
    })

    const refused = await blackstart(['run', tiny.scenario, '--out', tiny.out], at)
    expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('a real incident') })
    expect(await drillsIn(tiny.out)).toEqual([dir])
    expect((await blackstart(['resume'], at)).out).toContain('a real incident')
    expect((await blackstart(['run', tiny.scenario, '--out', tiny.out], at)).code).toBe(0)
  })

  test('kill -9 with servers of our own: they go away by themselves, platform and all', async () => {
    await using tiny = await tinyPlatform()
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill('SIGKILL')
    await drill.ended
    const events = await eventsOf(dir)
    await eventually('our servers to end', async () => ((await survivors(events)).length === 0 ? true : undefined))
    const recovered = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(recovered.code).toBe(0)
  })

  test('a Toxiproxy that cannot be asked may hold anything: "recover" says so and exits 5', async () => {
    const proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    await killBoth(drill, await drillWith(tiny.out, 'fault.injected'))
    await proxy.close()
    const { code, err } = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(code).toBe(5)
    expect(err).toContain('could not be asked')
    expect(err).toContain(`blackstart recover ${(await drillsIn(tiny.out))[0]?.split('/').at(-1)}`)
  })
})
