import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { DrillError, messageOf } from '../model/error.ts'
import { withoutStop } from '../model/sentence.ts'
import { type Fixture, readFixtures } from './fixtures/fixture.ts'

/** How a mock is to be run. */
export interface Settings {
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
  readonly upstream: string | undefined
  readonly lifeline: boolean
}

/** What a command line asks for. */
export function readSettings(argv: readonly string[]): Settings | 'help' {
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
    upstream: values.upstream,
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
        upstream: { type: 'string' },
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
    throw new DrillError('FILE_NOT_FOUND', `Cannot read the token file: ${withoutStop(messageOf(thrown))}.`, {
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
    throw new DrillError('FILE_NOT_FOUND', `Cannot read the fixtures of ${file}: ${withoutStop(messageOf(thrown))}.`, {
      hint: 'it must be a JSON file that is there. Nothing was started.',
    })
  }
  const read = readFixtures(value)
  if ('fixtures' in read) return read.fixtures
  throw new DrillError('USAGE', `${file} holds no fixtures: ${read.wrong}`, { hint: 'Nothing was started.' })
}
