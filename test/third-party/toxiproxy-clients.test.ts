import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { binary, findBinary, inProcess, type Running } from '../contract/toxiproxies.ts'
import { requiredPart } from '../support/required.ts'
import { tempDir } from '../support/temp-dir.ts'

// One short program in each language whose client can be had, run against ours and against the original. What it printed is
// kept beside it: the two servers may differ in nothing that a client shows its user, except for the number of their version.
const PROGRAMS = fileURLToPath(new URL('./toxiproxy-clients/', import.meta.url))

/** A program in another language, ready to be run with an address and an upstream; undefined where something is missing. */
type Ready = () => { readonly command: string; readonly args: readonly string[] } | undefined

const CLIENTS: readonly { readonly name: string; readonly needs: string; readonly ready: Ready }[] = [
  {
    name: 'client.sh',
    needs: 'toxiproxy-cli where BLACKSTART_TOXIPROXY_CLI says',
    ready: () =>
      existsSync(process.env.BLACKSTART_TOXIPROXY_CLI ?? '') ? { command: 'sh', args: ['client.sh'] } : undefined,
  },
  {
    name: 'client.py',
    needs: 'a Python with toxiproxy-python, perhaps where BLACKSTART_PYTHON says',
    ready: () => {
      const command = process.env.BLACKSTART_PYTHON ?? 'python3'
      return succeeds(command, ['-c', 'import toxiproxy']) ? { command, args: ['client.py'] } : undefined
    },
  },
  {
    name: 'client.go',
    needs: 'Go, and "go mod download" in test/third-party/toxiproxy-clients',
    ready: () => {
      const command = built.file('client-go')
      return succeeds('go', ['build', '-o', command, 'client.go'], { GOPROXY: 'off', GOFLAGS: '-mod=readonly' })
        ? { command, args: [] }
        : undefined
    },
  },
  {
    name: 'Client.java',
    needs: 'Java 17, and the jars of toxiproxy-java where BLACKSTART_TOXIPROXY_JARS says, as in /a/folder/*',
    ready: () => {
      const jars = process.env.BLACKSTART_TOXIPROXY_JARS ?? ''
      return jars !== '' && succeeds('java', ['-version'])
        ? { command: 'java', args: ['-cp', jars, 'Client.java'] }
        : undefined
    },
  },
  {
    name: 'client.rs',
    needs: 'itself built with toxiproxy_rust, where BLACKSTART_TOXIPROXY_RUST says',
    ready: () => {
      const command = process.env.BLACKSTART_TOXIPROXY_RUST ?? ''
      return existsSync(command) ? { command, args: [] } : undefined
    },
  },
]

const built = await tempDir()
afterAll(() => built[Symbol.asyncDispose]())
const original = findBinary()

describe.each(CLIENTS)('$name, a client of somebody else’s', ({ name, needs, ready }) => {
  const program = ready()
  const there = requiredPart('toxiproxy-clients', program !== undefined, `${name} needs ${needs}`)

  test.skipIf(!there).for([
    ['ours', inProcess],
    ['the original', original === undefined ? undefined : binary(original)],
  ] as const)('sees of %s what is written down', { timeout: 120_000 }, async ([, start], { skip }) => {
    if (start === undefined || program === undefined) return skip('there is no original on this machine')
    await using server = await start()
    await expect(await said(program, server)).toMatchFileSnapshot(`./toxiproxy-clients/${name}.txt`)
  })
})

async function said({ command, args }: NonNullable<ReturnType<Ready>>, { url }: Running): Promise<string> {
  await using upstream = await echo()
  const child = spawn(command, [...args, url, upstream.address], {
    cwd: PROGRAMS,
    env: { ...process.env, TOXIPROXY_CLI: process.env.BLACKSTART_TOXIPROXY_CLI },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return `${out}${err}`
    .replaceAll(upstream.address, 'UPSTREAM')
    .replaceAll(/127\.0\.0\.1:\d{4,}/g, 'ADDRESS')
    .replaceAll(/(version\\?": \\?")[\w.]+/g, '$1VERSION')
}

/** Says what it hears. */
async function echo(): Promise<AsyncDisposable & { readonly address: string }> {
  const server = net.createServer(socket => void socket.on('error', () => socket.destroy()).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() }
}

function succeeds(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  return spawnSync(command, args, { cwd: PROGRAMS, env: { ...process.env, ...env }, stdio: 'ignore' }).status === 0
}
