import { describe, expect, test } from 'vitest'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { binary, childProcess, findBinary, type Running } from '../contract/toxiproxies.ts'
import { requiredPart } from '../support/required.ts'
import { blackstart } from './blackstart.ts'
import { tinyPlatform } from './tiny/platform.ts'

const path = findBinary()
const found = requiredPart(
  'toxiproxy',
  path !== undefined,
  'there is no toxiproxy-server on the PATH nor at BLACKSTART_TOXIPROXY_BIN',
)

describe('a drill through a Toxiproxy that was there before', { timeout: 60_000 }, () => {
  drills('ours, as a server of its own', childProcess)
})

describe.skipIf(!found)('a drill through the original Toxiproxy', { timeout: 60_000 }, () => {
  drills('toxiproxy-server', binary(path ?? ''))
})

/** The same scenarios everywhere: what bites, is measured and put back on one Toxiproxy is so on every other. */
function drills(name: string, start: () => Promise<Running>): void {
  for (const fault of [
    'kind: refuse',
    'kind: hang',
    'kind: latency, delay: 3s',
    'kind: reset',
    'kind: cut, after: 100B',
  ]) {
    test(`${name}: { ${fault} } bites, is measured, and is put back`, async () => {
      await using toxiproxy = await start()
      const network = toxiproxyNetwork(toxiproxy.url)
      // Somebody else's proxy: it must be there afterwards, exactly as it was.
      const foreign = await network.createProxy({ name: 'foreign', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
      const toxic = {
        name: 'theirs',
        type: 'latency',
        stream: 'downstream',
        toxicity: 1,
        attributes: { latency: 5, jitter: 0 },
      } as const
      await network.addToxic('foreign', toxic)

      await using tiny = await tinyPlatform({ toxiproxy: toxiproxy.url, fault })
      const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out, '--json'], { cwd: tiny.dir })
      const measures = JSON.parse(out)
      expect(measures.reasons.filter((reason: { verdict: string }) => reason.verdict !== 'passed')).toEqual([])
      expect(measures).toMatchObject({ verdict: 'passed', rto: { state: 'restored' }, faults: [{ effect: 'bitten' }] })
      expect(measures.rollback).toMatchObject({ complete: true, scanned: true })
      expect(code).toBe(0)
      expect(await network.proxies()).toEqual([{ ...foreign, toxics: [toxic] }])
    })
  }
}
