import { createWriteStream } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { ContainerNetwork, ContainerState } from '../../model/undo.ts'
import type { ContainerChange, ContainerSpec, Containers } from '../../model/world/containers.ts'

/** Containers of this machine's engine, through the optional package `testcontainers`, which is loaded when it is needed. */
export function nodeContainers(): Containers {
  const watching = new Map<string, AbortController>()
  return {
    async start(spec) {
      const { engine } = await theEngine()
      await startOne(spec)
      const watch = new AbortController()
      watching.set(spec.name, watch)
      const over = engine.getById(spec.name).wait({ abortSignal: watch.signal })
      return { ended: over.then(({ StatusCode }) => ({ code: Number(StatusCode) })).catch(() => ({ code: null })) }
    },
    exists: async name => isThere((await theEngine()).engine.getById(name)),
    async remove(name) {
      const container = (await theEngine()).engine.getById(name)
      try {
        await removeOne(container)
      } finally {
        // Whoever still watched it would keep this program from ending.
        watching.get(name)?.abort()
      }
    },
    async state(name) {
      return stateOf((await theEngine()).engine.getById(name))
    },
    async change(id, change) {
      await changeOne(id, change)
    },
  }
}

async function startOne({ name, image, args, logFile }: ContainerSpec): Promise<void> {
  const { GenericContainer } = await thePackage()
  const container = new GenericContainer(image)
    .withName(name)
    // Every port of this machine, no more and no less: routes listen where the platform file says, and upstreams are where it says.
    .withNetworkMode('host')
    .withCommand([...args])
    .withLogConsumer(said => said.pipe(createWriteStream(logFile, { flags: 'a' }).on('error', () => said.resume())))
  try {
    await container.start()
  } catch (error) {
    throw new DrillError(
      'STAGE_FAILED',
      `Could not start a container from ${image}: ${withoutStop(messageOf(error))}.`,
      {
        hint: `see whether "docker run --network host ${image}" works here. Nothing was broken`,
        cause: error,
      },
    )
  }
}

type Container = ReturnType<Awaited<ReturnType<typeof theEngine>>['engine']['getById']>

async function isThere(container: Container): Promise<boolean> {
  try {
    await container.inspect()
    return true
  } catch (error) {
    if (statusOf(error) === 404) return false
    throw error
  }
}

async function stateOf(container: Container): Promise<ContainerState | undefined> {
  try {
    const { Id: id, State, NetworkSettings } = await container.inspect()
    const networks = Object.entries(NetworkSettings.Networks).map(([name, { Aliases }]) => ({
      name,
      // The engine gives every container its own short number as an alias, and does not want it back.
      aliases: ((Aliases ?? []) as readonly string[]).filter(alias => !id.startsWith(alias)),
    }))
    return { id, running: State.Running, paused: State.Paused, networks: networks.sort(byName) }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

function byName(a: ContainerNetwork, b: ContainerNetwork): number {
  return a.name < b.name ? -1 : 1
}

async function changeOne(id: string, change: ContainerChange): Promise<void> {
  const { engine, dockerode } = await theEngine()
  const container = engine.getById(id)
  switch (change.do) {
    case 'kill':
      return container.kill()
    case 'start':
      return container.start()
    case 'pause':
      return container.pause()
    case 'unpause':
      return container.unpause()
    case 'disconnect':
      return dockerode.getNetwork(change.network.name).disconnect({ Container: id, Force: true })
    case 'connect': {
      const EndpointConfig = { Aliases: [...change.network.aliases] }
      return dockerode.getNetwork(change.network.name).connect({ Container: id, EndpointConfig })
    }
    default:
      return change satisfies never
  }
}

async function removeOne(container: Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true })
  } catch (error) {
    if (statusOf(error) === 404) return
    // Somebody else is removing it at this moment; then it only takes a while.
    if (statusOf(error) !== 409) throw error
  }
  for (let waitedMs = 0; waitedMs < REMOVAL_LIMIT_MS && (await isThere(container)); waitedMs += 50) await wait(50)
}

const REMOVAL_LIMIT_MS = 5000

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
}

async function theEngine() {
  const { getContainerRuntimeClient } = await thePackage()
  const client = await getContainerRuntimeClient().catch((error: unknown) => {
    throw new DrillError('NOT_AVAILABLE', `No container engine answers here: ${withoutStop(messageOf(error))}.`, {
      hint: `start Docker or say with DOCKER_HOST where it is, ${OTHERWISE}`,
      cause: error,
    })
  })
  return { engine: client.container, dockerode: client.container.dockerode }
}

async function thePackage() {
  try {
    return await import('testcontainers')
  } catch (error) {
    throw new DrillError('NOT_AVAILABLE', 'Containers need the package "testcontainers", which is not installed.', {
      hint: `run "npm i -D testcontainers", ${OTHERWISE}`,
      cause: error,
    })
  }
}

const OTHERWISE = 'or write "toxiproxy: embedded" under "network". Nothing was changed'
