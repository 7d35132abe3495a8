import { appendFile, truncate, writeFile } from 'node:fs/promises'
import net, { type AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Happening } from '../../src/model/event.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { Outlet } from '../../src/model/sharing.ts'
import { canaryOf } from '../../src/probes/canaries/canary-text.ts'
import { searchedHttp } from '../../src/probes/canaries/searched-http.ts'
import { outletReader } from '../../src/probes/outlets.ts'
import { sampleJourney } from '../../src/probes/sampler.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { journeyWith, platformWith } from '../support/drill.ts'
import { tempDir } from '../support/temp-dir.ts'
import { eventually } from '../support/wait.ts'

const world = nodeWorld()
const acme = canaryOf('d1', 'acme', 'notes')
const request = { method: 'GET', url: 'http://h/', headers: {}, body: undefined }
const asks = {
  plant: { kind: 'request', request },
  warm: [],
  look: undefined,
  read: undefined,
  remove: undefined,
} as const
const place = { id: 'notes', idAt: undefined, everyMs: 500, asks: { acme: asks, globex: asks } }
const platform = platformWith({
  tenants: ['acme', 'globex'].map(id => ({ id, key: `${id}-key`, quota: undefined })),
  canaries: [place],
})

/** Searches, and says in short who was told what belongs to whom, and where. */
function searching() {
  const seen: string[] = []
  const emit = (happening: Happening): void => {
    if (happening.type === 'canary.seen') seen.push(`${happening.seenBy}: ${happening.owner} (${happening.where})`)
  }
  return { seen, search: searchedHttp(world.http, platform, 'd1', emit) }
}

describe('what tenants are told elsewhere than in answers', () => {
  const outlet = (source: Outlet['source']): Outlet => ({ id: 'log', tenant: 'globex', source, everyMs: 1000 })
  const following = (source: Outlet['source']) => {
    const { seen, search } = searching()
    return {
      seen,
      search,
      reader: outletReader(world, outlet(source), text => search.readable(text, 'globex', 'outlet log')),
    }
  }

  test('a log is read from where it stood, line by line, once each', async () => {
    await using dir = await tempDir()
    const file = dir.file('app.log')
    await writeFile(file, `from before: ${acme}\n`)
    const { seen, search, reader } = following({ kind: 'file', file })
    await reader.begin()
    await reader.look()
    expect([seen, search.searched()]).toEqual([[], 0])
    await appendFile(file, `an error: ${acme.slice(0, 10)}`)
    await reader.look()
    expect(seen).toEqual([])
    await appendFile(file, `${acme.slice(10)}\n`)
    await reader.look()
    await reader.look()
    expect([seen, search.searched()]).toEqual([['globex: acme (outlet log)'], 1])
  })
  test('a log that is not there yet, and one that was begun anew', async () => {
    await using dir = await tempDir()
    const file = dir.file('app.log')
    const { seen, reader } = following({ kind: 'file', file })
    await reader.begin()
    await reader.look()
    await writeFile(file, 'a long line with nothing in it, longer than what comes\n')
    await reader.look()
    await truncate(file, 0)
    await appendFile(file, `${acme}\n`)
    await reader.look()
    expect(seen).toEqual(['globex: acme (outlet log)'])
  })
  test('what a command prints', async () => {
    const { seen, reader } = following({ kind: 'command', command: `echo row ${acme}`, cwd: '.', timeoutMs: 5000 })
    await reader.look()
    expect(seen).toEqual(['globex: acme (outlet log)'])
  })
  test('one’s own text is none, and nobody may be told anybody’s', () => {
    const { seen, search } = searching()
    search.readable(acme, 'acme', 'here')
    search.readable(acme, undefined, 'there')
    expect(seen).toEqual(['undefined: acme (there)'])
  })
})

describe('answers to journeys that are not asked over HTTP are searched too', () => {
  const asked = async (journey: Journey): Promise<readonly string[]> => {
    const { seen, search } = searching()
    const stop = new AbortController()
    const sampling = { nowMs: world.clock.nowMs, emit() {}, told: search.told, signal: stop.signal }
    const over = sampleJourney(world, journey, sampling)
    await eventually('a text of another', () => seen.length > 0)
    stop.abort()
    await over
    return [...new Set(seen)]
  }
  test('a command of a tenant', async () => {
    const good = { withinMs: 5000, exit: 0, output: undefined }
    const question = { kind: 'command', run: `echo ${acme}`, cwd: '.', good } as const
    expect(await asked({ ...journeyWith({ id: 'list', tenant: 'globex' }), ...question })).toEqual([
      'globex: acme (journey list)',
    ])
  })
  test('a port, asked with a tenant’s key; a wrong answer as well', async () => {
    const server = net.createServer(socket => socket.on('error', () => {}).on('data', () => socket.end(`no: ${acme}`)))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const question = { kind: 'tcp', address, say: 'AUTH globex-key', good: { withinMs: 1000, answer: 'yes' } } as const
    expect(await asked({ ...journeyWith({ id: 'port' }), ...question })).toEqual(['globex: acme (journey port)'])
    server.close()
  })
})
