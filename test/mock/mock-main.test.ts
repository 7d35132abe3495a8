import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mockControl } from '../../src/mock/control-client.ts'
import { ANSWER, CONTEXT, eventually, QUESTION } from './support.ts'

const MAIN = fileURLToPath(new URL('../../src/mock/main.ts', import.meta.url))

/** A started mock process, and what it has said so far. */
interface Started extends AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams
  readonly said: { out: string; err: string }
  readonly exited: Promise<readonly [code: number | null, signal: string | null]>
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}, file = MAIN): Started {
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, BLACKSTART_MOCK_TOKEN: '', ...env } })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', part => {
    said.out += part
  })
  child.stderr.setEncoding('utf8').on('data', part => {
    said.err += part
  })
  const exited = once(child, 'close') as Promise<[number | null, string | null]>
  const end = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  return { child, said, exited, [Symbol.asyncDispose]: end }
}

const START_MS = 50_000

async function firstLine({ said }: Started): Promise<string> {
  await eventually('a first line', () => said.out.includes('\n'), START_MS)
  return said.out.slice(0, said.out.indexOf('\n'))
}

async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'mock main '))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

// One after the other: each is a process, and a busy machine starts five at once more slowly than five in turn.
describe('the mock as a process', { timeout: 60_000 }, () => {
  test('with a lifeline says its addresses first, and ends when its standard input does', async () => {
    await using dir = await folder()
    const tokenFile = join(dir.path, 'token')
    await writeFile(tokenFile, 'from-a-file\n')
    await using mock = start(['--lifeline', '--token-file', tokenFile])
    const line = await firstLine(mock)
    expect(line).toMatch(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+","control":"http:\/\/127\.0\.0\.1:\d+"\}$/)
    const { control } = JSON.parse(line)
    expect(await mockControl(control, 'from-a-file').faults()).toEqual([])
    mock.child.stdin.end()
    expect(await mock.exited).toEqual([0, null])
    expect(mock.said).toEqual({ out: `${line}\n`, err: '' })
  })

  test('with a lifeline and no token makes one, and tells it apart from its addresses', async () => {
    await using mock = start(['--lifeline'])
    const { control } = JSON.parse(await firstLine(mock))
    await eventually('the token', () => mock.said.err.includes('\n'), START_MS)
    const [, token = ''] = /^Control token: (\S{32})\n$/.exec(mock.said.err) ?? []
    expect(await mockControl(control, token).faults()).toEqual([])
  })

  test('with a lifeline ends even while clients hang on it', async () => {
    await using mock = start(['--lifeline'], { BLACKSTART_MOCK_TOKEN: 'token' })
    const { listening, control } = JSON.parse(await firstLine(mock))
    await mockControl(control, 'token').put('hang', {
      match: {},
      shareRatio: 1,
      effect: { kind: 'stall', after: 'nothing' },
    })
    const hanging = fetch(`${listening}/v1/models`, { headers: { authorization: 'Bearer key' } }).catch(() => 'broken')
    await eventually('the request to hang', async () => (await mockControl(control, 'token').requests()).length === 1)
    mock.child.stdin.end()
    expect(await mock.exited).toEqual([0, null])
    expect(await hanging).toBe('broken')
  })

  test.for(['SIGINT', 'SIGTERM'] as const)('ends on %s with exit code 0', async signal => {
    await using mock = start([], { BLACKSTART_MOCK_TOKEN: 'token' })
    await firstLine(mock)
    mock.child.kill(signal)
    expect(await mock.exited).toEqual([0, null])
  })

  test('without a lifeline tells a person how to use it, and goes on when its standard input ends', async () => {
    await using mock = start([])
    mock.child.stdin.end()
    await eventually(
      'the introduction',
      () => mock.said.out.includes('Ctrl-C') && mock.said.err.includes('\n'),
      START_MS,
    )
    const [, base] = /OPENAI_BASE_URL=(http:\/\/127\.0\.0\.1:\d+)\/v1 /.exec(mock.said.out) ?? []
    expect(mock.said.out).toContain(`ANTHROPIC_BASE_URL=${base} `)
    const [, token = ''] = /^Control token: (\S{32})$/m.exec(mock.said.err) ?? []
    const [, control = ''] = /Faults are put at (\S+)\/faults\/NAME/.exec(mock.said.out) ?? []
    expect(await mockControl(control, token).faults()).toEqual([])
    const example = /curl -X PUT (\S+) .+\\\n\s+-d '(.+)'/.exec(mock.said.out)
    const put = { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: example?.[2] ?? '' }
    expect((await fetch(example?.[1] ?? '', put)).status).toBe(200)
  })

  test('says what came in that nobody serves, each kind once', async () => {
    await using mock = start(['--lifeline'], { BLACKSTART_MOCK_TOKEN: 'token' })
    const { listening } = JSON.parse(await firstLine(mock))
    for (let i = 0; i < 3; i++) await fetch(`${listening}/v1/chat/completion`, { method: 'POST', body: '{}' })
    mock.child.stdin.end()
    await mock.exited
    expect(mock.said.err).toMatch(
      /^Nobody here serves POST \/v1\/chat\/completion; did you mean POST \/v1\/chat\/completions\? It was taken for openai, which serves .+\n$/,
    )
  })

  test('repeats itself for the same seed', async () => {
    const ids = async (seed: string): Promise<unknown> => {
      await using mock = start(['--lifeline', '--seed', seed, '--first-token', '0'])
      const { listening } = JSON.parse(await firstLine(mock))
      const response = await fetch(`${listening}/v1/models`, { headers: { authorization: 'Bearer key' } })
      return response.headers.get('x-request-id')
    }
    const [one, again, other] = await Promise.all([ids('7'), ids('7'), ids('8')])
    expect(one).toBe(again)
    expect(one).not.toBe(other)
  })

  test('is found by the SDKs through their environment variables', async () => {
    await using mock = start(['--lifeline'])
    const { listening } = JSON.parse(await firstLine(mock))
    await using dir = await folder()
    const program = join(dir.path, 'client.mjs')
    await writeFile(program, clientOfAllSdks())
    await using client = start(
      [],
      {
        OPENAI_BASE_URL: `${listening}/v1`,
        OPENAI_API_KEY: 'key',
        ANTHROPIC_BASE_URL: listening,
        ANTHROPIC_API_KEY: 'key',
        AZURE_OPENAI_ENDPOINT: listening,
        AZURE_OPENAI_API_KEY: 'key',
        OPENAI_API_VERSION: '2024-10-21',
        GOOGLE_GEMINI_BASE_URL: listening,
        GEMINI_API_KEY: 'key',
        ANTHROPIC_BEDROCK_BASE_URL: listening,
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: listening,
        AWS_BEARER_TOKEN_BEDROCK: 'key',
        AWS_REGION: 'us-east-1',
      },
      program,
    )
    expect([await client.exited, client.said]).toEqual([[0, null], { out: `${ANSWER}\n`.repeat(6), err: '' }])
  })
})

/** A user's program: it names no address. */
function clientOfAllSdks(): string {
  const from = (name: string): string => JSON.stringify(import.meta.resolve(name))
  return `
    import Anthropic from ${from('@anthropic-ai/sdk')}
    import { AnthropicBedrock } from ${from('@anthropic-ai/bedrock-sdk')}
    import { BedrockRuntimeClient, ConverseCommand } from ${from('@aws-sdk/client-bedrock-runtime')}
    import { GoogleGenAI } from ${from('@google/genai')}
    import OpenAI, { AzureOpenAI } from ${from('openai')}
    const system = ${JSON.stringify(CONTEXT)}
    const text = ${JSON.stringify(QUESTION)}
    const user = { role: 'user', content: text }
    const chat = { model: 'gpt-5.2', messages: [{ role: 'system', content: system }, user] }
    const message = { model: 'anthropic.claude', max_tokens: 99, system, messages: [user] }
    console.log((await new OpenAI().chat.completions.create(chat)).choices[0].message.content)
    console.log((await new Anthropic().messages.create(message)).content[0].text)
    const azure = new AzureOpenAI({ baseURL: null })
    console.log((await azure.chat.completions.create(chat)).choices[0].message.content)
    const gemini = { model: 'gemini-3-pro', contents: text, config: { systemInstruction: system } }
    console.log((await new GoogleGenAI({}).models.generateContent(gemini)).text)
    console.log((await new AnthropicBedrock().messages.create(message)).content[0].text)
    const converse = { modelId: 'm', system: [{ text: system }], messages: [{ role: 'user', content: [{ text }] }] }
    console.log((await new BedrockRuntimeClient({}).send(new ConverseCommand(converse))).output.message.content[0].text)
    process.exit(0)
  `
}

describe('a mock that cannot start says why, without a stack trace', { timeout: 60_000 }, () => {
  test.for([
    [['--port', 'abc'], 'USAGE', '--port must be a whole number from 0 to 65535, not "abc".'],
    [['--control-port', '70000'], 'USAGE', '--control-port must be a whole number'],
    [['--tokens-per-second', '0'], 'USAGE', '--tokens-per-second must be a number of at least 0.001'],
    [['--first-token', ''], 'USAGE', '--first-token must be a whole number'],
    [['--sped', '1'], 'USAGE', '--sped'],
    [['--token-file', '/no/such/file'], 'FILE_NOT_FOUND', '/no/such/file'],
    [['--host', '203.0.113.7'], 'USAGE', 'Cannot listen on 203.0.113.7:0'],
  ] as const)('%j', async ([args, code, message]) => {
    await using mock = start(args)
    expect(await mock.exited).toEqual([2, null])
    expect(mock.said.out).toBe('')
    expect(mock.said.err).toMatch(new RegExp(`^${code}  .+\\nhint: .*Nothing was started\\.\\n$`))
    expect(mock.said.err).toContain(message)
  })

  test.for(['--port', '--control-port'])('because the port of %s is taken', async flag => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    await using mock = start([flag, String(port)])
    expect(await mock.exited).toEqual([2, null])
    expect(mock.said.err).toBe(
      `PORT_BUSY  Port ${port} of 127.0.0.1 is taken by another program.\n` +
        `hint: choose another one with ${flag}, or 0 for any that is free. Nothing was started.\n`,
    )
    other.close()
  })

  test('because its token file is empty', async () => {
    await using dir = await folder()
    const file = join(dir.path, 'token')
    await writeFile(file, '\n')
    await using mock = start(['--token-file', file])
    expect(await mock.exited).toEqual([2, null])
    expect(mock.said.err).toContain('is empty')
  })

  test('but tells what it can be told when asked', async () => {
    await using mock = start(['--help'])
    expect(await mock.exited).toEqual([0, null])
    for (const flag of [
      '--host',
      '--port',
      '--control-port',
      '--token-file',
      '--seed',
      '--first-token',
      '--lifeline',
    ]) {
      expect(mock.said.out).toContain(flag)
    }
  })
})
