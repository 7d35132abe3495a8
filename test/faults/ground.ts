import type { Target } from '../../src/faults/driver.ts'
import { proxyUndo } from '../../src/faults/proxy-undo.ts'
import type { UndoMeans } from '../../src/faults/undo.ts'
import { veil } from '../../src/journal/redact.ts'
import { loadControl } from '../../src/load/control-client.ts'
import { type MockControl, mockControl } from '../../src/mock/control-client.ts'
import { type MockServer, startMockServer } from '../../src/mock/server.ts'
import type { HttpOutcome } from '../../src/model/http.ts'
import type { Undo } from '../../src/model/undo.ts'
import type { Network } from '../../src/network/network.ts'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { stores } from '../../src/stores/open-store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { inProcess, type Running as Toxiproxy } from '../contract/toxiproxies.ts'
import { componentWith, platformWith } from '../support/drill.ts'

/** A real Toxiproxy with one route to a real mock provider, and all that faults and undos need of them. */
export interface Ground extends AsyncDisposable {
  readonly proxy: Toxiproxy
  readonly mock: MockServer
  readonly network: Network
  readonly control: MockControl
  readonly target: Target
  readonly means: UndoMeans
  /** One question of the platform through the route, on a connection of its own. */
  ask(timeoutMs?: number): Promise<HttpOutcome & { readonly tookMs: number }>
  /** The servers at these addresses were ours, and are no more. */
  readonly vanished: Set<string>
}

const TOKEN = 'token-of-this-test'

export async function ground({ leaseMs = 60_000, start = inProcess } = {}): Promise<Ground> {
  const proxy = await start()
  const mock = await startMockServer({ token: TOKEN })
  const world = nodeWorld()
  const network = toxiproxyNetwork(proxy.url)
  const control = mockControl(mock.controlUrl, TOKEN)
  const { listen } = await network.createProxy({
    name: 'openai',
    listen: '127.0.0.1:0',
    upstream: new URL(mock.url).host,
  })
  const vanished = new Set<string>()
  return {
    ...{ proxy, mock, network, control, vanished },
    target: {
      ...{ world, drill: 'd1', dir: '.', stages: [], until: new AbortController().signal },
      component: componentWith({ route: { listen, upstream: { kind: 'mock' } } }),
      network,
      mock: { control, controlUrl: mock.controlUrl, tokenFile: 'token' },
      load: undefined,
      platform: platformWith(),
      seed: 1,
      stores: stores(world.clock),
      parachutes: new Map(),
      leaseMs,
    },
    means: {
      ...{
        world,
        dir: '.',
        platformDir: () => '.',
        stageGone: async () => false,

        origin: () => undefined,
        restart: undefined,
      },
      network: toxiproxyNetwork,
      mock: async url => mockControl(url, TOKEN),
      load: async url => loadControl(world.http, url, TOKEN),
      stores: stores(world.clock),
      vanished: async url => vanished.has(url),
      ...veil({}),
    },
    async ask(timeoutMs = 2000) {
      const askedMs = world.clock.nowMs()
      const outcome = await world.http.send(question(listen), { timeoutMs })
      return { ...outcome, tookMs: world.clock.nowMs() - askedMs }
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await mock.close()
    },
  }
}

/** A toxic of ours on the route, with the undo that was made for it before; whatever fault it may be part of. */
export async function poisoned(on: Ground): Promise<Undo> {
  const undo = await proxyUndo(on.target, { toxics: [OUR_TOXIC] })
  await on.network.addToxic('openai', {
    name: OUR_TOXIC,
    type: 'timeout',
    stream: 'downstream',
    toxicity: 1,
    attributes: { timeout: 0 },
  })
  return undo
}

export const OUR_TOXIC = 'blackstart-d1-f1'

function question(listen: string) {
  return {
    method: 'POST',
    url: `http://${listen}/v1/chat/completions`,
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test', connection: 'close' },
    body: JSON.stringify({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello?' }] }),
  }
}
