import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { smallServer } from '../support/small-server.ts'
import { blackstart, drillsIn, eventsOf } from './blackstart.ts'
import { type TinyChoices, tinyPlatform } from './tiny/platform.ts'

const APPROVED = ['--allow-production', '--approved-by', 'Ops lead', '--reason', 'quarterly failover']

describe('what a drill may do', { timeout: 60_000 }, () => {
  test('production: refused until somebody agreed by name and said why; then who and why is on record', async () => {
    await using tiny = await tinyPlatform({ environment: 'production' })
    const run = (...more: readonly string[]) =>
      blackstart(['run', tiny.scenario, '--out', tiny.out, ...more], { cwd: tiny.dir })
    const refused = await run()
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('tiny is a production platform') })
    expect(refused.err).toContain('give --allow-production, --approved-by NAME and --reason TEXT too')
    const blank = await run('--allow-production', '--approved-by', ' ', '--reason', 'quarterly failover')
    expect(blank).toMatchObject({ code: 2, err: expect.stringContaining('then give --approved-by NAME too') })
    expect(await drillsIn(tiny.out)).toEqual([])
    const plan = await blackstart(['plan', tiny.scenario], { cwd: tiny.dir })
    expect(plan.out).toContain('Runs only with --allow-production, --approved-by NAME and --reason TEXT')

    expect((await run(...APPROVED)).code).toBe(0)
    const [dir = ''] = await drillsIn(tiny.out)
    const approval = { by: 'Ops lead', why: 'quarterly failover' }
    expect((await eventsOf(dir))[0]).toMatchObject({ type: 'drill.started', approval })
    expect(await readFile(join(dir, 'report.html'), 'utf8')).toContain('Ops lead: quarterly failover')
  })

  test('more than the platform allows: refused, with the line that does it', async () => {
    await using tiny = await tinyPlatform({ more: 'atMost: { components: 1, share: 50%, minutes: 0.01 }' })
    const { code, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(code).toBe(2)
    expect(err).toMatch(/outage\.yaml:7:5 {2}OUT_OF_RANGE {2}this fault hits 100 % of what reaches "provider"/)
    expect(err).toMatch(/something is broken until 1\.5 s after the first fault; "atMost" .* allows 600 ms/)
    expect(await drillsIn(tiny.out)).toEqual([])
  })

  test('somebody else’s toxic on a route of ours: inconclusive, named, and left alone', async () => {
    await using proxy = await startProxyServer({ port: 0 })
    const network = toxiproxyNetwork(proxy.url)
    const theirs = {
      name: 'theirs',
      type: 'latency',
      stream: 'downstream',
      toxicity: 1,
      attributes: { latency: 5 },
    } as const
    const listen = '127.0.0.1:47391'
    await network.createProxy({ name: 'desk', listen, upstream: '127.0.0.1:47392' })
    await network.addToxic('desk', theirs)
    await using tiny = await tinyPlatform({ toxiproxy: proxy.url })
    const file = join(tiny.dir, 'platform.yaml')
    const yaml = await readFile(file, 'utf8')
    const fixed = yaml
      .replaceAll(`127.0.0.1:\${port.desk}`, listen)
      .replaceAll(`127.0.0.1:\${port.origin}`, '127.0.0.1:47392')
    await writeFile(file, fixed)
    const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(out.replace(/\s+/g, ' ')).toContain('The proxy desk at')
    expect(out.replace(/\s+/g, ' ')).toContain('has the toxics theirs before the drill has begun')
    expect(code).toBe(3)
    expect((await network.proxies()).map(({ name, toxics }) => [name, toxics.map(toxic => toxic.name)])).toEqual([
      ['desk', ['theirs']],
    ])
  })
})

describe('what stops a drill at once', { timeout: 60_000 }, () => {
  test('a query to Prometheus', async () => {
    await using metrics = await prometheus('7')
    const { code, measures, err } = await guarded({
      guards: `[{ prometheus: 'errors{service="desk"}', when: '> 5' , every: 50ms }]`,
      more: `prometheus: ${metrics.url}`,
    })
    expect(code).toBe(4)
    expect(err).toContain('errors{service="desk"} is 7, which is > 5')
    expect(measures).toMatchObject({ outcome: 'aborted-by-guard', rollback: { complete: true, leftBehind: [] } })
    expect(metrics.asked()).toContain('errors{service="desk"}')
  })

  test('a guard that nobody can look at, once its grace is over', async () => {
    const { code, err } = await guarded({
      guards: `[{ prometheus: errors, when: '> 5', every: 50ms, grace: 300ms }]`,
      more: 'prometheus: http://127.0.0.1:1',
    })
    expect(code).toBe(4)
    expect(err).toContain('nobody has known for 300 ms whether all is well: Prometheus could not be asked for errors')
  })

  test('a signal of the platform', async () => {
    const { code, err, measures } = await guarded({ guards: '[{ signal: failing-over, when: on, every: 50ms }]' })
    expect(code).toBe(4)
    expect(err).toContain('the signal failing-over is on')
    expect(measures.faults[0]).toMatchObject({ effect: 'bitten', undo: expect.stringContaining('undone') })
  })
})

async function guarded(choices: TinyChoices) {
  await using tiny = await tinyPlatform(choices)
  const { code, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
  const [dir = ''] = await drillsIn(tiny.out)
  return { code, err, measures: JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8')) as DrillMeasures }
}

/** A Prometheus that has one value for everything. */
async function prometheus(value: string) {
  const asked: (string | null)[] = []
  const server = await smallServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://metrics').searchParams.get('query'))
    const data = { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data }))
  })
  return { ...server, asked: () => asked }
}
