import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { pendingFold } from '../../src/measure/folds/pending-fold.ts'
import type { Happening } from '../../src/model/event.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { CanaryAsks, PlantedText } from '../../src/model/sharing.ts'
import { canaryOf } from '../../src/probes/canaries/canary-text.ts'
import { lookForCanaries } from '../../src/probes/canaries/look-for-canaries.ts'
import { plantCanaries } from '../../src/probes/canaries/plant-canaries.ts'
import { removePlanted } from '../../src/probes/canaries/remove-planted.ts'
import { searchedHttp } from '../../src/probes/canaries/searched-http.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { serve } from '../load/sender-rig.ts'
import { platformWith } from '../support/drill.ts'
import { tempDir } from '../support/temp-dir.ts'
import { eventually } from '../support/wait.ts'

const world = nodeWorld()
const means = { ...world, origin: () => undefined }
const TENANTS = ['acme', 'globex', 'initech']

/** A platform where every tenant can tell its assistant something, and ask it: one cache for answers, for each or for all of them. */
async function assistants(cacheOf: (tenant: string) => string = tenant => tenant) {
  const told = new Map<string, string>()
  const cache = new Map<string, string>()
  const asked: string[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    const tenant = (request.headers.authorization ?? '').replace('Bearer ', '').replace('-key', '')
    asked.push(`${tenant} ${request.method} ${request.url}`)
    if (request.url === `/prompts/${tenant}` && request.method === 'PUT') told.set(tenant, body)
    else if (request.url === `/prompts/${tenant}` && request.method === 'DELETE') told.delete(tenant)
    else if (request.url === '/ask') {
      const known = cache.get(cacheOf(tenant)) ?? told.get(tenant) ?? 'nothing'
      cache.set(cacheOf(tenant), known)
      return void response.end(known)
    } else if (request.url?.startsWith('/prompts/')) return void response.writeHead(404).end(`no such prompt`)
    response.end('{"id":"p 1"}')
  }
  const server = await serve((request, response) => void answer(request, response))
  return { server, told, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const bearer = (tenant: string) => ({ authorization: `Bearer ${tenant}-key` })
const request = (method: string, url: string, tenant: string, body?: string) => ({
  ...{ method, url, headers: bearer(tenant), body },
})

function platformOf(asks: (tenant: string) => CanaryAsks, idAt?: string): Platform {
  const all = Object.fromEntries(TENANTS.map(tenant => [tenant, asks(tenant)]))
  return platformWith({
    tenants: TENANTS.map(id => ({ id, key: `${id}-key`, quota: undefined })),
    canaries: [{ id: 'prompts', idAt, everyMs: 20, asks: all }],
  })
}

const inPrompts = (url: string) => (tenant: string) =>
  ({
    plant: { kind: 'request', request: request('PUT', `${url}/prompts/${tenant}`, tenant, 'The word is {canary}.') },
    warm: [request('POST', `${url}/ask`, tenant, 'the word?')],
    look: request('POST', `${url}/ask`, tenant, 'the word?'),
    read: request('GET', `${url}/prompts/${tenant}`, tenant),
    remove: { kind: 'request', request: request('DELETE', `${url}/prompts/${tenant}`, tenant) },
  }) satisfies CanaryAsks

/** Whatever is to be on the disk is noted like everything else. */
const notes = (emit: (happening: Happening) => void) => ({ emit, commit: async (event: Happening) => emit(event) })

/** What takes everything away again, by the notes alone. */
function noted(happenings: readonly Happening[]): readonly PlantedText[] {
  const fold = pendingFold()
  for (const [seq, happening] of happenings.entries()) fold.see({ seq, atMs: 0, wall: '', ...happening })
  return fold.pending().undos.flatMap(({ undo }) => (undo.kind === 'canary.remove' ? undo.texts : []))
}

/** What was planted, and who was told what of whom, in short. */
function ears() {
  const happenings: Happening[] = []
  const told = () =>
    happenings.flatMap(event =>
      event.type === 'canary.seen' ? [`${event.seenBy}: ${event.owner} (${event.where})`] : [],
    )
  const planted = () =>
    happenings.flatMap(event =>
      event.type === 'canary.planted' ? [[event.tenant, event.planted, event.detail] as const] : [],
    )
  return { happenings, emit: (happening: Happening) => void happenings.push(happening), told, planted }
}

describe('a text that each tenant hides', () => {
  test('in a prompt of its own: put there, asked for, found by its owner, and taken away', async () => {
    await using on = await assistants()
    const platform = platformOf(inPrompts(on.server.url))
    const { emit, planted, told, happenings } = ears()
    const search = searchedHttp(world.http, platform, 'd1', emit)
    await plantCanaries({ ...world, http: search.http }, platform, 'd1', notes(emit))
    expect(planted().toSorted()).toEqual(TENANTS.map(tenant => [tenant, true, 'status 200']))
    expect([...on.told.values()].toSorted()).toEqual(
      TENANTS.map(tenant => `The word is ${canaryOf('d1', tenant, 'prompts')}.`).toSorted(),
    )
    // It was asked once to get it into the cache, and once to see that it is there.
    expect(on.asked.filter(what => what === 'acme POST /ask')).toHaveLength(2)
    expect(await removePlanted(means, noted(happenings))).toEqual({ removed: 3, gone: 0, left: [] })
    expect([[...on.told], told()]).toEqual([[], []])
  })
  test('a cache that all share tells the others, and each of them is caught', async () => {
    await using on = await assistants(() => 'everybody')
    const platform = platformOf(inPrompts(on.server.url))
    const { emit, told, planted } = ears()
    const search = searchedHttp(world.http, platform, 'd1', emit)
    const searched = { ...world, http: search.http, clock: { ...world.clock, nowMs: hurried() } }
    await plantCanaries(searched, platform, 'd1', notes(emit))
    const owner = planted().find(([, hidden]) => hidden)?.[0]
    const others = TENANTS.filter(tenant => tenant !== owner)
    expect([...new Set(told())].toSorted()).toEqual(others.map(tenant => `${tenant}: ${owner} (POST /ask)`))
    // Theirs never got into it: nobody can say that it would not have leaked.
    expect(planted().filter(([, hidden]) => !hidden)).toEqual(
      expect.arrayContaining(others.map(t => [t, false, 'its owner did not find it by POST /ask (status 200)'])),
    )
  })
  test('without a name for it, what is another’s is asked for all the same, and must be refused', async () => {
    await using on = await assistants()
    const platform = platformOf(inPrompts(on.server.url))
    const { emit, happenings } = ears()
    const [one] = await plantCanaries(world, platform, 'd1', notes(emit))
    if (one === undefined) throw new Error('nothing was planted')
    const stop = new AbortController()
    const over = lookForCanaries(world, platform, one, { nowMs: world.clock.nowMs, emit, signal: stop.signal })
    await eventually('three tries', () => happenings.filter(({ type }) => type === 'intruder.tried').length >= 3)
    stop.abort()
    await over
    const tries = happenings.flatMap(event =>
      event.type === 'intruder.tried' ? [[event.intruder, event.outcome]] : [],
    )
    expect([...new Set(tries.map(String))]).toEqual(['prompts,refused'])
    const strangers = on.asked.filter(what => what.endsWith(`GET /prompts/${one.tenant.id}`))
    expect(strangers.some(what => what.startsWith(one.tenant.id))).toBe(false)
  })
  test('by a command, whose words the shell leaves alone, and by the name that it prints', async () => {
    await using dir = await tempDir()
    const deed = (tenant: string, command: string) =>
      ({ kind: 'command', command: `${command} # ${tenant}`, cwd: dir.path, timeoutMs: 5000 }) as const
    const platform = platformOf(
      tenant => ({
        ...{ warm: [], look: undefined, read: undefined },
        plant: deed(tenant, `echo {canary} > ${tenant}.txt; printf '{"id":"%s"}' "${tenant}'s \\$HOME.txt"`),
        remove: deed(tenant, `echo {id} >> removed.txt`),
      }),
      '$.id',
    )
    const { emit, planted, happenings } = ears()
    await plantCanaries(world, platform, 'd1', notes(emit))
    expect(planted().toSorted()).toEqual(TENANTS.map(tenant => [tenant, true, 'exit code 0']))
    const spec = { command: 'cat acme.txt', cwd: dir.path, env: {}, timeoutMs: 5000 }
    expect((await world.processes.run(spec)).output.trim()).toBe(canaryOf('d1', 'acme', 'prompts'))
    await removePlanted(means, noted(happenings))
    const removed = await world.processes.run({ ...spec, command: 'sort removed.txt' })
    expect(removed.output.trim().split('\n')).toEqual(TENANTS.map(tenant => `${tenant}'s $HOME.txt`))
  })
  test('says why it could not be hidden', async () => {
    await using on = await assistants()
    const platform = platformOf(tenant => ({
      ...inPrompts(on.server.url)(tenant),
      ...(tenant === 'acme'
        ? { plant: { kind: 'request', request: request('PUT', `${on.server.url}/prompts/globex`, tenant) } }
        : {}),
      ...(tenant === 'initech' ? { warm: [request('GET', `${on.server.url}/prompts/nobody`, tenant)] } : {}),
    }))
    const { emit, planted } = ears()
    const texts = await plantCanaries(world, platform, 'd1', notes(emit))
    expect(planted().toSorted()).toEqual([
      ['acme', false, 'status 404'],
      ['globex', true, 'status 200'],
      ['initech', false, 'GET /prompts/nobody after it: status 404'],
    ])
    expect(texts.map(({ tenant }) => tenant.id)).toEqual(['globex'])
  })
})

/** A clock on which every look takes three seconds. */
function hurried(): () => number {
  let ms = 0
  return () => (ms += 3000)
}
