import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { type TempDir, tempDir } from '../support/temp-dir.ts'
import { eventually } from '../support/wait.ts'

/** A small world in which a conductor dies: somebody else's Toxiproxy, a stage, a mock, and a fault of its own on the disk. */
export interface SweepGround extends AsyncDisposable {
  readonly dir: string
  readonly out: string
  readonly locks: string
  readonly scenario: string
  /** All that must be as before: proxies and toxics, files, locks, and every process that knows this folder. */
  standing(): Promise<string>
  /** Whether anybody still holds the platform, a moment after the end. */
  held(): Promise<boolean>
}

const SERVER = fileURLToPath(new URL('../e2e/tiny/server.mjs', import.meta.url))

export async function sweepGround(): Promise<SweepGround> {
  const dir = await tempDir()
  const proxy = await startProxyServer({ port: 0 })
  const network = toxiproxyNetwork(proxy.url)
  await network.createProxy({ name: 'foreign', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
  const theirs = {
    name: 'theirs',
    type: 'latency',
    stream: 'downstream',
    toxicity: 1,
    attributes: { latency: 5 },
  } as const
  await network.addToxic('foreign', theirs)
  const scenario = dir.file('four.yaml')
  await writeFile(dir.file('platform.yaml'), platformYaml(proxy.url, dir.path))
  await writeFile(scenario, SCENARIO)
  const around = standingIn(dir)
  return {
    ...{ dir: dir.path, out: around.out, locks: around.locks, scenario, held: around.held },
    async standing() {
      const proxies = await network.proxies()
      const files = (await readdir(dir.path)).filter(name => name.startsWith('forgotten'))
      return JSON.stringify({ proxies, files, ...(await around.standing()) }, undefined, 1)
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** What must be as before whatever was broken: locks, and every process that knows this folder. */
export function standingIn(dir: TempDir) {
  const [locks, out] = [dir.file('locks'), dir.file('out')]
  const locksHeld = async () =>
    [...(await namesIn(locks)), ...(await namesIn(out))].filter(name => name.endsWith('.lock'))
  return {
    ...{ locks, out },
    standing: async () => ({ held: await locksHeld(), processes: await processesOf(dir.path) }),
    held: () =>
      eventually('the platform to be let go', async () => (await locksHeld()).length === 0, 2000).then(
        () => false,
        () => true,
      ),
  }
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch(() => [])
}

/** Only to see them: processes are never ended by what their command line says. */
async function processesOf(dir: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && name !== String(process.pid))
  const lines = await Promise.all(
    pids.map(async pid =>
      (await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')).replaceAll('\0', ' '),
    ),
  )
  return lines.filter(line => line.includes(dir))
}

function platformYaml(toxiproxy: string, dir: string): string {
  return `
platform: sweep
environment: local
network: { toxiproxy: '${toxiproxy}' }
stage:
  up: '"${process.execPath}" "${SERVER}" 127.0.0.1:\${port.origin} \${provider} on off "${dir}/stage"'
  ready: \${desk}/health
components:
  provider:
    kind: model-provider
    dialect: openai
    route: { listen: '127.0.0.1:\${port.provider}', upstream: mock }
  desk:
    kind: service
    route: { listen: '127.0.0.1:\${port.desk}', upstream: '127.0.0.1:\${port.origin}' }
  origin:
    kind: service
    process: { listens: '127.0.0.1:\${port.origin}' }
  shelf: { kind: database }
custom:
  forget: { words: forgets, do: { run: touch forgotten }, undo: { run: rm -f forgotten }, look: { run: test -e forgotten } }
journeys:
  ask:
    request: { method: POST, url: '\${desk}/ask', json: { question: hello } }
    good: { status: 200, within: 2s, json: { $.answer: { contains: from } } }
    mode: $.degraded
    every: 50ms
    stable: 3
checks:
  health:
    request: { url: '\${desk}/health' }
    good: { status: 200, within: 2s, json: { $.status: ok } }
`
}

// Four kinds of faults: on somebody else's Toxiproxy, in a mock of ours, on a process, and on the disk by the platform's own command.
const SCENARIO = `
scenario: Four things go wrong
why: To be killed in the middle of it
class: infrastructure-failure
platform: platform.yaml
faults:
  - { break: provider, kind: provider.status, status: 503, at: 0s, for: 900ms }
  - { break: desk, kind: latency, delay: 50ms, at: 100ms, for: 700ms }
  - { break: origin, kind: process.freeze, at: 300ms, for: 300ms }
  - { break: shelf, kind: custom, fault: forget, at: 400ms }
targets: { rto: 5s }
gates: { smoke: [health] }
baseline: 300ms
deadline: 15s
`
