import { GenericContainer, getContainerRuntimeClient, ImageName, type StartedTestContainer, Wait } from 'testcontainers'
import { requiredPart } from './required.ts'
import type { StoreServer } from './store-servers.ts'

/** How an image is made to serve, and at which address what it serves is found. */
export interface Boxed {
  readonly image: string
  readonly command?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly ports: readonly (number | { readonly container: number; readonly host: number })[]
  /** What answers 200, or what it says, once it serves. */
  readonly ready: { readonly path: string; readonly port: number } | { readonly says: RegExp }
  readonly url: (port: (number: number) => number) => string
}

/** Whether there is this image, or may be: images are big, so they are only fetched where `BLACKSTART_PULL_IMAGES` says so. */
export async function hasImage(image: string): Promise<boolean> {
  const why = await whyNot(image)
  return requiredPart(`image:${image.split(':')[0]}`, why === undefined, why ?? '')
}

async function whyNot(image: string): Promise<string | undefined> {
  try {
    const client = await getContainerRuntimeClient()
    if (process.env.BLACKSTART_PULL_IMAGES || (await client.image.exists(ImageName.fromString(image)))) return undefined
    return `there is no image ${image} on this machine ("docker pull ${image}", or BLACKSTART_PULL_IMAGES=1)`
  } catch (error) {
    return `no container engine answers (${error instanceof Error ? error.message : String(error)})`
  }
}

/** Starts a container, and removes it when done. */
export async function boxedServer({
  image,
  command = [],
  env = {},
  files = {},
  ports,
  ready,
  url,
}: Boxed): Promise<StoreServer> {
  // Its companion that clears up after a crash is an image of its own: nothing is fetched that nobody asked for.
  if (!process.env.BLACKSTART_PULL_IMAGES) process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'
  const copies = Object.entries(files).map(([target, content]) => ({ target, content }))
  const container: StartedTestContainer = await new GenericContainer(image)
    .withExposedPorts(...ports)
    .withEnvironment({ ...env })
    .withCommand([...command])
    .withCopyContentToContainer([...copies])
    .withWaitStrategy('says' in ready ? Wait.forLogMessage(ready.says) : Wait.forHttp(ready.path, ready.port))
    .withStartupTimeout(120_000)
    .start()
  return {
    url: url(number => container.getMappedPort(number)),
    [Symbol.asyncDispose]: async () => void (await container.stop()),
  }
}
