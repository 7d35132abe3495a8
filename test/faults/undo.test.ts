import { describe, expect, test } from 'vitest'
import { driverFor } from '../../src/faults/drivers.ts'
import { performUndo, serverOf } from '../../src/faults/undo.ts'
import { redactor, veil } from '../../src/journal/redact.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Toxic, Undo } from '../../src/model/undo.ts'
import { UNDO } from '../support/drill.ts'
import { type Ground, ground, OUR_TOXIC, poisoned } from './ground.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: undefined }
const refuse: Fault = { ...frame, kind: 'refuse' }
const status: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
const foreign: Toxic = {
  name: 'somebody-elses',
  type: 'latency',
  stream: 'downstream',
  toxicity: 1,
  attributes: { latency: 1, jitter: 0 },
}
const signal = new AbortController().signal

describe('what is not ours', () => {
  test('a toxic that somebody else added meanwhile stays, and is named', async () => {
    await using on = await ground()
    const undo = await poisoned(on)
    await on.network.addToxic('openai', foreign)
    expect(await performUndo(undo, on.means, 'x')).toEqual({
      state: 'undone',
      detail: 'proxy openai is as it was; left alone, because not ours: somebody-elses',
    })
    expect(await toxics(on)).toEqual(['somebody-elses'])
  })

  test('a toxic that was there before stays, and is no news', async () => {
    await using on = await ground()
    await on.network.addToxic('openai', foreign)
    const undo = await poisoned(on)
    expect(await performUndo(undo, on.means, 'x')).toEqual({ state: 'undone', detail: 'proxy openai is as it was' })
    expect(await toxics(on)).toEqual(['somebody-elses'])
  })

  test('a proxy that was off before is off again', async () => {
    await using on = await ground()
    await on.network.setEnabled('openai', false)
    const undo = await broken(on, refuse)
    await performUndo(undo, on.means, 'x')
    expect(await on.network.proxy('openai')).toMatchObject({ enabled: false })
  })

  test('a proxy that somebody switched off meanwhile is left so by a fault that did not switch it', async () => {
    await using on = await ground()
    const undo = await poisoned(on)
    await on.network.setEnabled('openai', false)
    expect(await performUndo(undo, on.means, 'x')).toMatchObject({ state: 'undone' })
    expect(await on.network.proxy('openai')).toMatchObject({ enabled: false, toxics: [] })
  })

  test('another drill’s fault of the mock stays', async () => {
    await using on = await ground()
    const other = { match: {}, shareRatio: 1, effect: { kind: 'empty' } } as const
    await on.control.put('blackstart-other-f1', other)
    const undo = await broken(on, status)
    await performUndo(undo, on.means, 'x')
    expect((await on.control.faults()).map(fault => fault.id)).toEqual(['blackstart-other-f1'])
  })
})

describe('what is not there any more', () => {
  test('a proxy that somebody removed took our damage with it', async () => {
    await using on = await ground()
    const undo = await poisoned(on)
    await on.network.removeProxy('openai')
    expect(await performUndo(undo, on.means, 'x')).toEqual({
      state: 'gone',
      detail: 'proxy openai is not there any more',
    })
  })

  test.for([
    ['the Toxiproxy', poisoned],
    ['the mock', (on: Ground) => broken(on, status)],
  ] as const)('%s was ours and has ended: so has the fault', async ([_, breaking]) => {
    await using on = await ground()
    const undo = await breaking(on)
    const server = await ended(on, undo)
    on.vanished.add(server)
    expect(await performUndo(undo, on.means, 'x')).toEqual({
      state: 'gone',
      detail: `${server} was started by this drill and is gone, and the fault with it`,
    })
  })

  test.for([
    ['the Toxiproxy', poisoned, 'Could not reach Toxiproxy at'],
    ['the mock', (on: Ground) => broken(on, status), 'Could not reach the mock'],
  ] as const)('%s is not ours and cannot be reached: failed, with what to do later', async ([_, breaking, detail]) => {
    await using on = await ground()
    const undo = await breaking(on)
    await ended(on, undo)
    expect(await performUndo(undo, on.means, 'blackstart recover d1')).toEqual({
      state: 'failed',
      detail: expect.stringContaining(detail),
      command: 'blackstart recover d1',
    })
  })

  test('a mock whose token is lost cannot be asked: failed', async () => {
    await using on = await ground()
    const undo = await broken(on, status)
    const lost = { ...on.means, mock: () => Promise.reject(new Error('ENOENT: no such file')) }
    expect(await performUndo(undo, lost, 'x')).toMatchObject({ state: 'failed', detail: 'ENOENT: no such file' })
  })
})

describe('an undo that does not work', () => {
  test('a toxic that would not go away is not called undone', async () => {
    await using on = await ground()
    const undo = await poisoned(on)
    const deaf = { ...on.network, removeToxic: async () => {} }
    expect(await performUndo(undo, { ...on.means, network: () => deaf }, 'x')).toMatchObject({
      state: 'failed',
      detail: `${OUR_TOXIC} would not go away`,
    })
  })

  test('a proxy that would not be switched on is not called undone', async () => {
    await using on = await ground()
    const undo = await broken(on, refuse)
    const deaf = { ...on.network, setEnabled: async () => {} }
    expect(await performUndo(undo, { ...on.means, network: () => deaf }, 'x')).toMatchObject({
      state: 'failed',
      detail: 'proxy openai would not be enabled',
    })
  })

  test('a fault of the mock that would not go away is not called undone', async () => {
    await using on = await ground()
    const undo = await broken(on, status)
    const deaf = { ...on.control, clear: async () => {} }
    expect(await performUndo(undo, { ...on.means, mock: async () => deaf }, 'x')).toMatchObject({
      state: 'failed',
      detail: 'mock fault blackstart-d1-f1 would not go away',
    })
  })
})

describe('a route that we opened', () => {
  test('is removed, and removing it twice is removing it once', async () => {
    await using on = await ground()
    const undo: Undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: on.proxy.url, proxy: 'openai' }
    const done = { state: 'undone', detail: 'proxy openai is removed again' }
    expect(await performUndo(undo, on.means, 'x')).toEqual(done)
    expect(await performUndo(undo, on.means, 'x')).toEqual(done)
    expect(await on.network.proxies()).toEqual([])
  })
})

describe('an undo whose values are secrets in the journal', () => {
  test('finds them again, and puts back what it must', async () => {
    await using on = await ground()
    const env = { TOXIPROXY_URL: on.proxy.url, NAME: 'openai' }
    const secrets = Object.entries(env).map(([name, value]) => ({ name, value }))
    const onDisk = redactor(secrets)(await broken(on, refuse))
    expect(JSON.stringify(onDisk)).not.toContain(on.proxy.url)
    const outcome = await performUndo(onDisk, { ...on.means, ...veil(env) }, 'x')
    expect(outcome).toEqual({ state: 'undone', detail: 'proxy ‹env.NAME› is as it was' })
    expect(await on.network.proxy('openai')).toMatchObject({ enabled: true })
  })

  test('does not tell them to anybody if it fails', async () => {
    await using on = await ground()
    const undo = redactor([{ name: 'TOXIPROXY_URL', value: on.proxy.url }])(await broken(on, refuse))
    await on.proxy[Symbol.asyncDispose]()
    const outcome = await performUndo(undo, { ...on.means, ...veil({ TOXIPROXY_URL: on.proxy.url }) }, 'x')
    expect(outcome).toMatchObject({ state: 'failed', detail: expect.stringContaining('at ‹env.TOXIPROXY_URL›: ') })
  })

  test('says which variable it needs', async () => {
    await using on = await ground()
    const undo: Undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: '‹env.TOXIPROXY_URL›', proxy: 'openai' }
    expect(await performUndo(undo, { ...on.means, ...veil({}) }, 'x')).toMatchObject({
      state: 'failed',
      detail: 'the environment variable TOXIPROXY_URL is needed for this, and is not set',
    })
  })
})

async function broken(on: Ground, fault: Fault): Promise<Undo> {
  const driver = driverFor(fault)
  const undo = await driver.prepare(fault, on.target)
  await driver.inject(fault, on.target, signal, UNDO)
  return undo
}

/** Ends the server that an undo is about, and says which it was. */
async function ended(on: Ground, undo: Undo): Promise<string> {
  if (undo.kind === 'mock.clear') {
    await on.mock.close()
    return undo.control
  }
  await on.proxy[Symbol.asyncDispose]()
  return serverOf(undo) ?? ''
}

async function toxics(on: Ground): Promise<readonly string[] | undefined> {
  return (await on.network.proxy('openai'))?.toxics.map(toxic => toxic.name)
}
