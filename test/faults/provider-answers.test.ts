import { expect, test } from 'vitest'
import { driverFor } from '../../src/faults/drivers.ts'
import { readFault } from '../../src/mock/fault.ts'
import type { Fault } from '../../src/model/fault.ts'
import { faultInWords } from '../../src/plan/fault-in-words.ts'
import { fakeMock } from '../../src/testing/fake-mock.ts'
import { fakeNetwork } from '../../src/testing/fake-network.ts'
import { fakeWorld } from '../../src/testing/fake-world.ts'
import { componentWith, faultWith } from '../support/drill.ts'

const common = { shareRatio: 0.16, model: undefined }

const ORDERS: readonly (readonly [Partial<Fault>, object, string])[] = [
  [
    { kind: 'provider.degrade', how: 'untrue', overMs: 3000, ...common },
    {
      effect: { kind: 'degrade', how: 'untrue' },
      shareRatio: 0.16,
      curve: [
        { atMs: 0, shareRatio: 0 },
        { atMs: 3000, shareRatio: 1 },
      ],
    },
    'openai answers 16 % of requests plausibly and untruly, setting in over 3 s,',
  ],
  [
    { kind: 'provider.degrade', how: 'weaker', overMs: 0, ...common },
    { effect: { kind: 'degrade', how: 'weaker' }, shareRatio: 0.16 },
    'openai answers 16 % of requests like a weaker model',
  ],
  [
    { kind: 'provider.stall', ...common },
    { effect: { kind: 'stall', after: 'headers' } },
    'openai hears 16 % of requests and says nothing',
  ],
  [
    { kind: 'provider.truncate', afterChunks: 2, ...common },
    { effect: { kind: 'truncate', afterChunks: 2 } },
    'openai ends its answers to 16 % of requests after 2 chunks, as if they were whole',
  ],
  [
    { kind: 'provider.model-gone', shareRatio: 1, model: 'gpt-4.1' },
    { effect: { kind: 'status', status: 404, body: 'auto' }, match: { dialect: 'openai', model: 'gpt-4.1' } },
    'openai answers every request for gpt-4.1 that there is no such model',
  ],
  [
    { kind: 'provider.wrong-model', instead: 'tiny', admitted: false, ...common },
    { effect: { kind: 'wrongModel', model: 'tiny', admitted: false } },
    'openai answers 16 % of requests with tiny and does not say so',
  ],
  [
    { kind: 'provider.contract', parameter: 'max_tokens', ...common },
    { effect: { kind: 'contract', parameter: 'max_tokens' } },
    'openai refuses max_tokens in 16 % of requests',
  ],
]

test.each(ORDERS)('%j is what a mock understands, put and cleared by its name', async (change, order, words) => {
  const fault = faultWith(change)
  const mock = fakeMock()
  const at = {
    world: fakeWorld(),
    drill: 'd1',
    component: componentWith(),
    network: fakeNetwork('http://127.0.0.1:1'),
    mock: { control: mock, controlUrl: 'http://127.0.0.1:2', tokenFile: 'token' },
    load: undefined,
    parachute: undefined,
    leaseMs: 60_000,
  } as unknown as Parameters<ReturnType<typeof driverFor>['prepare']>[1]
  const signal = new AbortController().signal
  const undo = await driverFor(fault).prepare(fault, at)
  await driverFor(fault).inject(fault, at, signal, undo)
  const [[name, put] = []] = [...mock.state]
  expect(put).toMatchObject(order)
  expect(readFault(JSON.parse(JSON.stringify(put)))).toHaveProperty('fault')
  expect(undo).toMatchObject({ kind: 'mock.clear', fault: name })
  expect(await driverFor(fault).effect(fault, at, signal, undo)).toMatchObject({ state: 'bitten' })
  expect(faultInWords(fault)).toBe(words)
})
