import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { connectTo, echo, hostAndPort, listen, tryConnect } from '../support/sockets.ts'
import { eventually, within } from '../support/wait.ts'

const MAIN = fileURLToPath(new URL('../../src/proxy/main.ts', import.meta.url))

test('a child prints one line that says where it listens, and ends with its standard input', async () => {
  const program = run(['--lifeline', '-port', '0'])
  const { listening } = JSON.parse(await program.firstLine()) as { listening: string }
  expect((await fetch(`${listening}/version`)).status).toBe(200)
  expect(program.out()).toBe(`{"listening":"${listening}"}\n`)
  program.child.stdin?.end()
  expect(await program.exit()).toEqual({ code: 0, signal: null })
  expect(program.err()).toBe('')
})

test('a child ends although connections through it are stuck', async () => {
  await using upstream = await echo()
  const program = run(['--lifeline', '-port', '0'])
  const { listening } = JSON.parse(await program.firstLine()) as { listening: string }
  const proxy = { name: 'a', upstream: upstream.address, toxics: [{ type: 'latency', attributes: { latency: 1e9 } }] }
  const made = await fetch(`${listening}/proxies`, { method: 'POST', body: JSON.stringify(proxy) })
  const client = await connectTo(((await made.json()) as { listen: string }).listen)
  client.socket.write('x')
  await (await upstream.peer(0)).got(1)
  program.child.stdin?.end()
  expect(await program.exit()).toEqual({ code: 0, signal: null })
  client.destroy()
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends it in good order`, async () => {
    const program = run(['-port', '0'])
    const line = JSON.parse(await program.firstLine()) as { message: string }
    expect(line.message).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+, seed \d+$/)
    program.child.kill(signal)
    expect(await program.exit()).toEqual({ code: 0, signal: null })
  })
}

test('without a lifeline the end of standard input means nothing', async () => {
  const program = run(['-port', '0'])
  const [, url = ''] = /(http:\S+),/.exec(await program.firstLine()) ?? []
  program.child.stdin?.end()
  for (let round = 0; round < 3; round++) expect((await fetch(`${url}/version`)).status).toBe(200)
  program.child.kill('SIGTERM')
  expect((await program.exit()).code).toBe(0)
})

test('a busy port ends it with a message, a hint and code 2', async () => {
  await using taken = await listen()
  const { port } = hostAndPort(taken.address)
  for (const more of [[], ['--lifeline']]) {
    const program = run(['-port', String(port), ...more])
    expect(await program.exit()).toEqual({ code: 2, signal: null })
    expect(program.out()).toBe('')
    expect(program.err()).toBe(
      `PORT_BUSY  Could not listen on 127.0.0.1:${port}: another program already does.\n` +
        'hint: Stop that program, or choose another port with -port (0 takes any free one). Nothing was started.\n',
    )
  }
})

test('tells its version, its flags, and what is wrong with them', async () => {
  const version = run(['-version'])
  expect(await version.exit()).toEqual({ code: 0, signal: null })
  expect(version.out()).toBe('toxiproxy-server version 2.12.0\n')
  const help = run(['--help'])
  expect((await help.exit()).code).toBe(0)
  expect(help.out()).toContain('-proxy-metrics')
  const wrong = run(['-no'])
  expect((await wrong.exit()).code).toBe(2)
  expect(wrong.err()).toMatch(/^flag provided but not defined: -no\nUsage of /)
})

test('reads a config file, with metrics and a seed', async () => {
  await using upstream = await echo()
  const dir = await mkdtemp(join(tmpdir(), 'blackstart proxy '))
  onTestFinished(() => rm(dir, { recursive: true }))
  const config = join(dir, 'proxies.json')
  await writeFile(config, JSON.stringify([{ name: 'a', upstream: upstream.address, toxics: [{ type: 'noop' }] }]))
  const program = run(['--lifeline', '-port', '0', '-config', config, '-proxy-metrics', '-seed', '7'])
  const { listening } = JSON.parse(await program.firstLine()) as { listening: string }
  expect(await (await fetch(`${listening}/proxies/a`)).json()).toMatchObject({ toxics: [{ type: 'noop' }] })
  expect(await (await fetch(`${listening}/metrics`)).text()).toContain('toxiproxy_proxy_sent_bytes_total{')
  program.child.stdin?.end()
  expect((await program.exit()).code).toBe(0)
})

test('a config file that is not there is told, and it runs on', async () => {
  const program = run(['-port', '0', '-config', '/no/such/file.json'], { LOG_LEVEL: 'error' })
  expect(JSON.parse(await program.firstLine())).toMatchObject({
    level: 'error',
    message: expect.stringMatching(/^could not read the config file: ENOENT/),
  })
  program.child.kill('SIGTERM')
  expect((await program.exit()).code).toBe(0)
})

test('says as much as LOG_LEVEL wants', async () => {
  await using upstream = await echo()
  const program = run(['-port', '0'], { LOG_LEVEL: 'debug' })
  const [, url = ''] = /(http:\S+),/.exec(await program.firstLine()) ?? []
  const body = JSON.stringify({ name: 'a', upstream: upstream.address })
  const { listen: place } = (await (await fetch(`${url}/proxies`, { method: 'POST', body })).json()) as {
    listen: string
  }
  expect(await tryConnect(place)).toBe('connected')
  await eventually('the connection in the log', () => program.out().includes('"connection.closed"'))
  const messages = program
    .out()
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { message: string }).message)
  expect(messages.slice(1)).toEqual(['proxy.created', 'connection.opened', 'connection.closed'])
  program.child.kill('SIGTERM')
  await program.exit()
})

interface Run {
  readonly child: ChildProcess
  out(): string
  err(): string
  firstLine(): Promise<string>
  exit(): Promise<{ readonly code: number | null; readonly signal: string | null }>
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe', env: { PATH: process.env.PATH, ...env } })
  let out = ''
  let err = ''
  child.stdout.on('data', (data: Buffer) => {
    out += data
  })
  child.stderr.on('data', (data: Buffer) => {
    err += data
  })
  const exit = new Promise<{ code: number | null; signal: string | null }>(resolve => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  // Whatever a failed test leaves behind.
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    child,
    out: () => out,
    err: () => err,
    firstLine: async () => (await eventually('a first line', () => out.includes('\n') && out)).split('\n')[0] ?? '',
    exit: () => within('the program to end', exit),
  }
}
