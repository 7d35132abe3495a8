import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getContainerRuntimeClient, ImageName } from 'testcontainers'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { nodeContainers } from '../../src/world/node/containers.ts'
import { freePort } from '../support/sockets.ts'
import { eventually } from '../support/wait.ts'
import type { Running, StartOptions } from './toxiproxies.ts'

export const IMAGE = 'ghcr.io/shopify/toxiproxy:2.12.0'

/** Why no container can be made here; undefined if one can. */
export async function noContainers(): Promise<string | undefined> {
  try {
    const client = await getContainerRuntimeClient()
    return (await client.image.exists(ImageName.fromString(IMAGE))) ? undefined : `there is no image ${IMAGE}`
  } catch (error) {
    return `no container engine answers (${error instanceof Error ? error.message : String(error)})`
  }
}

/** The original in a container, started as drills start it. One serves many tests: what stands on it is cleared between them. */
export interface SharedContainer extends AsyncDisposable {
  start(options?: StartOptions): Promise<Running>
}

export function sharedContainer(): SharedContainer {
  const containers = nodeContainers()
  const started = new Map<string, Promise<{ readonly name: string; readonly url: string }>>()
  const make = async (flags: readonly string[]) => {
    const name = `blackstart-test-${randomUUID()}`
    const port = await freePort()
    const args = ['-host=127.0.0.1', `-port=${port}`, ...flags]
    await containers.start({ name, image: IMAGE, args, logFile: join(tmpdir(), `${name}.log`) })
    const url = `http://127.0.0.1:${port}`
    await eventually('the container to answer', () =>
      toxiproxyNetwork(url)
        .version()
        .catch(() => undefined),
    )
    return { name, url }
  }
  return {
    async start({ proxyMetrics = false } = {}) {
      const flags = proxyMetrics ? ['-proxy-metrics'] : []
      const making = started.get(flags.join()) ?? make(flags)
      started.set(flags.join(), making)
      const { url } = await making
      return { url, [Symbol.asyncDispose]: () => clear(url) }
    },
    async [Symbol.asyncDispose]() {
      for (const making of started.values()) await containers.remove((await making).name)
    },
  }
}

async function clear(url: string): Promise<void> {
  const network = toxiproxyNetwork(url)
  for (const { name } of await network.proxies()) await network.removeProxy(name)
}
