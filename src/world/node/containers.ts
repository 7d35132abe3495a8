import { createWriteStream } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { DrillError, messageOf } from '../../model/error.ts'
import type { ContainerSpec, Containers } from '../../model/world.ts'

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
    throw new DrillError('STAGE_FAILED', `Could not start a container from ${image}: ${messageOf(error)}.`, {
      hint: `see whether "docker run --network host ${image}" works here. Nothing was broken`,
      cause: error,
    })
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
    throw new DrillError('NOT_AVAILABLE', `No container engine answers here: ${messageOf(error)}.`, {
      hint: `start Docker or say with DOCKER_HOST where it is, ${OTHERWISE}`,
      cause: error,
    })
  })
  return { engine: client.container }
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
