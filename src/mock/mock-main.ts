import { DrillError, messageOf } from '../model/error.ts'
import { readSettings } from './mock-settings.ts'
import { type MockServer, startMockServer } from './server.ts'

/** Runs the mock providers until they are told to end. The number is the exit code. */
export async function mockMain(argv: readonly string[]): Promise<number> {
  try {
    const settings = readSettings(argv)
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
  --upstream URL            hand everything on to a real provider, faults and all, e.g. https://api.openai.com
  --fixtures FILE           fixed answers for some requests, as a JSON list
  --fixtures-only           nobody else is answered
  --lifeline                say the addresses as JSON on one line, and end when standard input ends
`

function introduce({ url, controlUrl }: MockServer): void {
  process.stdout.write(`Mock model providers at ${url}. Any API key and any model name will do:

  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=mock
  AZURE_OPENAI_ENDPOINT=${url} AZURE_OPENAI_API_KEY=mock
  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=mock
  GOOGLE_GEMINI_BASE_URL=${url} GEMINI_API_KEY=mock
  GOOGLE_VERTEX_BASE_URL=${url}
  ANTHROPIC_VERTEX_BASE_URL=${url}/v1
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url} AWS_BEARER_TOKEN_BEDROCK=mock

Faults are put at ${controlUrl}/faults/NAME, with the control token, for instance:

  curl -X PUT ${controlUrl}/faults/storm -H "Authorization: Bearer TOKEN" \\
    -d '{"match":{"dialect":"openai"},"firstN":3,"effect":{"kind":"status","status":429}}'

Ctrl-C ends.
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
