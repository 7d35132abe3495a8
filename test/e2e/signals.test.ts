import { describe, expect, test } from 'vitest'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { drillWith, eventsOf, eventually, startBlackstart } from './blackstart.ts'
import { tinyPlatform } from './tiny/platform.ts'

describe('a drill that is told to end', { timeout: 60_000 }, () => {
  test.for(['SIGTERM', 'SIGHUP'] as const)('%s once: everything is put back and reported, exit 130', async signal => {
    await using proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill(signal)
    expect((await drill.ended).code).toBe(130)
    const events = await eventsOf(dir)
    expect(events.at(-1)?.type).toBe('drill.finished')
    expect(events.find(event => event.type === 'fault.undone')).toMatchObject({ outcome: { state: 'undone' } })
    expect(await toxiproxyNetwork(proxy.url).proxies()).toEqual([])
  })

  test('the terminal is closed over it: nobody reads any more, and everything is put back', async () => {
    await using proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    // As a terminal does it: first its ends are gone, then it says so.
    drill.child.stdout?.destroy()
    drill.child.stderr?.destroy()
    drill.child.kill('SIGHUP')
    await eventually('the journal to end', async () =>
      (await eventsOf(dir)).at(-1)?.type === 'drill.finished' ? true : undefined,
    )
    expect(await toxiproxyNetwork(proxy.url).proxies()).toEqual([])
    await eventually('its end', () =>
      drill.child.exitCode !== null || drill.child.signalCode !== null ? true : undefined,
    )
  })

  test('a second word while it is putting things back: it leaves at once, and the watchdog finishes', async () => {
    await using proxy = await startProxyServer({ port: 0 })
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill('SIGTERM')
    drill.child.kill('SIGINT')
    expect((await drill.ended).code).toBe(130)
    await eventually('the journal to end', async () =>
      (await eventsOf(dir)).at(-1)?.type === 'drill.finished' ? true : undefined,
    )
    expect(await toxiproxyNetwork(proxy.url).proxies()).toEqual([])
  })
})
