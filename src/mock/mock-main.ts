import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { DrillError, messageOf } from '../model/error.ts'
import { type Fixture, readFixtures } from './fixtures/fixture.ts'
import { type MockServer, startMockServer } from './server.ts'

/** Runs the mock providers until they are told to end. The number is the exit code. */
export async function mockMain(argv: readonly string[]): Promise<number> {
  try {
    const settings = read(argv)
    if (settings === 'help') {
      process.stdout.write(HELP)
      return 0
    }
    const { lifeline, token, tokenIsNew, ...options } = settings
    // Before anybody can know that we are here: who has read our first line may end us at once.
    const end = toldToEnd(lifeline)
    await using server = await startMockServer({ ...options, token })
    if (lifeline) process.stdout.write(`${JSON.stringify({ listening: server.url, control: server.controlUrl })}\n`)
    else introduce(server)
    if (tokenIsNew) process.stderr.write(`Control token: ${token}\n`)
    await end
    return 0
  } catch (thrown) {
    const known =
      thrown instanceof DrillError ? thrown : new DrillError('INTERNAL', messageOf(thrown), { cause: thrown })
    process.stderr.write(`${known.code}  ${known.message}\n${known.hint === undefined ? '' : `hint: ${known.hint}\n`}`)
    return known.code === 'INTERNAL' ? 1 : 2
  }
}

const HELP = `The mock model providers: OpenAI, Azure, Anthropic, Gemini, Vertex and Bedrock on one port, with faults on demand.

  --host ADDRESS            where to listen (127.0.0.1)
  --port N                  the providers' port (any that is free)
  --control-port N          the control endpoint's port (any that is free)
  --token-file FILE         holds the control endpoint's token; otherwise BLACKSTART_MOCK_TOKEN, or a new one is made
  --seed N                  the same seed gives the same ids and the same share of hits (1)
  --first-token MS          how long the first token takes (20)
  --tokens-per-second N     how fast the others come (without limit)
  --fixtures FILE           fixed answers for some requests, as a JSON list
  --fixtures-only           nobody else is answered
  --lifeline                say the addresses as JSON on one line, and end when standard input ends
`

interface Settings {
  readonly host: string
  readonly port: number
  readonly controlPort: number
  readonly token: string
  readonly tokenIsNew: boolean
  readonly seed: number
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  readonly fixtures: readonly Fixture[]
  readonly fixturesOnly: boolean
  readonly lifeline: boolean
}

function read(argv: readonly string[]): Settings | 'help' {
  const values = flags(argv)
  if (values.help === true) return 'help'
  const given = tokenGiven(values['token-file'])
  return {
    host: values.host ?? '127.0.0.1',
    port: number('--port', values.port, 0, 65_535) ?? 0,
    controlPort: number('--control-port', values['control-port'], 0, 65_535) ?? 0,
    token: given ?? randomBytes(24).toString('base64url'),
    tokenIsNew: given === undefined,
    seed: number('--seed', values.seed, 0, 2 ** 32 - 1) ?? 1,
    firstTokenMs: number('--first-token', values['first-token'], 0, 3_600_000) ?? 20,
    tokensPerSecond: number('--tokens-per-second', values['tokens-per-second'], 0.001, Infinity) ?? Infinity,
    fixtures: values.fixtures === undefined ? [] : fixturesIn(values.fixtures),
    fixturesOnly: values['fixtures-only'] === true,
    lifeline: values.lifeline === true,
  }
}

function flags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'control-port': { type: 'string' },
        'token-file': { type: 'string' },
        seed: { type: 'string' },
        'first-token': { type: 'string' },
        'tokens-per-second': { type: 'string' },
        fixtures: { type: 'string' },
        'fixtures-only': { type: 'boolean' },
        lifeline: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (thrown) {
    throw new DrillError('USAGE', messageOf(thrown), { hint: '--help lists what there is. Nothing was started.' })
  }
}

function number(flag: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  const whole = flag !== '--tokens-per-second'
  if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  const range = most === Infinity ? `a number of at least ${least}` : `a whole number from ${least} to ${most}`
  throw new DrillError('USAGE', `${flag} must be ${range}, not "${text}".`, { hint: 'Nothing was started.' })
}

function tokenGiven(file: string | undefined): string | undefined {
  if (file === undefined) return process.env.BLACKSTART_MOCK_TOKEN || undefined
  let token: string
  try {
    token = readFileSync(file, 'utf8').trim()
  } catch (thrown) {
    throw new DrillError('FILE_NOT_FOUND', `Cannot read the token file: ${messageOf(thrown)}.`, {
      hint: 'Nothing was started.',
    })
  }
  if (token !== '') return token
  throw new DrillError('USAGE', `The token file ${file} is empty.`, {
    hint: 'write any long random word into it. Nothing was started.',
  })
}

function fixturesIn(file: string): readonly Fixture[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new DrillError('FILE_NOT_FOUND', `Cannot read the fixtures of ${file}: ${messageOf(thrown)}.`, {
      hint: 'it must be a JSON file that is there. Nothing was started.',
    })
  }
  const read = readFixtures(value)
  if ('fixtures' in read) return read.fixtures
  throw new DrillError('USAGE', `${file} holds no fixtures: ${read.wrong}`, { hint: 'Nothing was started.' })
}

function introduce({ url, controlUrl }: MockServer): void {
  process.stdout.write(`Mock model providers at ${url}. Any API key and any model name will do:

  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=mock
  AZURE_OPENAI_ENDPOINT=${url} AZURE_OPENAI_API_KEY=mock
  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=mock
  GOOGLE_GEMINI_BASE_URL=${url} GEMINI_API_KEY=mock
  GOOGLE_VERTEX_BASE_URL=${url}
  ANTHROPIC_VERTEX_BASE_URL=${url}/v1
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url} AWS_BEARER_TOKEN_BEDROCK=mock

Faults are put at ${controlUrl}/faults/NAME. Ctrl-C ends.
`)
}

/** Resolves when we are told to end: by a signal, or by the end of the process that holds our standard input. */
function toldToEnd(lifeline: boolean): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => resolve()
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    if (!lifeline) return
    process.stdin.once('end', end)
    process.stdin.once('close', end)
    process.stdin.once('error', end)
    process.stdin.resume()
  })
}
