import { DrillError, messageOf } from '../model/error.ts'
import { withoutStop } from '../model/sentence.ts'

/** The few HTTP verbs toxiproxy-node-client speaks through. */
export interface ClientHttp {
  get<T>(url: string): Promise<{ data: T }>
  post<T>(url: string, body?: unknown): Promise<{ data: T }>
  delete(url: string): Promise<void>
  getText(url: string): Promise<string>
}

/** Toxiproxy's no. `missing` if it was because what we asked about is not there. */
export class ToxiproxyRefusal extends DrillError {
  readonly missing: boolean

  constructor(message: string, missing: boolean) {
    super('TOXIPROXY_REFUSED', message, { hint: 'Look at what is there with GET /proxies. This call changed nothing.' })
    this.missing = missing
  }
}

/** HTTP that gives up after `timeoutMs`, and whose errors carry the server's own words: the client's has neither. */
export function clientHttp(base: string, timeoutMs: number): ClientHttp {
  const text = (method: string, url: string, body?: unknown) => send(base, timeoutMs, method, url, body)
  const data = async <T>(method: string, url: string, body?: unknown) => {
    const answer = await text(method, url, body)
    return { data: answer === '' ? (undefined as T) : parsed<T>(base, answer) }
  }
  return {
    get: url => data('GET', url),
    post: (url, body) => data('POST', url, body),
    delete: async url => void (await text('DELETE', url)),
    getText: url => text('GET', url),
  }
}

async function send(base: string, timeoutMs: number, method: string, url: string, body: unknown): Promise<string> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
    .then(async response => ({ status: response.status, text: await response.text() }))
    .catch((error: unknown) => {
      throw unreachable(base, timeoutMs, error)
    })
  if (answer.status < 400) return answer.text
  const words = refusalText(answer.text, answer.status)
  throw new ToxiproxyRefusal(
    `Toxiproxy at ${base} refused ${method} ${new URL(url).pathname}: ${words}.`,
    answer.status === 404 && MISSING.includes(words),
  )
}

// The last is how a Toxiproxy without this endpoint says no.
const MISSING = ['proxy not found', 'toxic not found', 'status 404, 404 page not found']

function unreachable(base: string, timeoutMs: number, error: unknown): DrillError {
  const late = error instanceof Error && error.name === 'TimeoutError'
  const why = late ? `no answer within ${timeoutMs} ms` : reason(error)
  return new DrillError('TOXIPROXY_UNREACHABLE', `Could not reach Toxiproxy at ${base}: ${withoutStop(why)}.`, {
    hint: late
      ? 'It accepts connections but does not answer; restart it. The call may have been carried out all the same.'
      : 'Start one with "blackstart proxy", or correct network.toxiproxy in platform.yaml. Nothing was changed.',
    cause: error,
  })
}

// Node's fetch says "fetch failed" and hides why one or two causes deep.
function reason(error: unknown): string {
  const codes = codesOf(error)
  if (codes.includes('ECONNREFUSED')) return 'connection refused'
  if (codes.includes('ENOTFOUND') || codes.includes('EAI_AGAIN')) return 'no such host'
  if (codes.includes('ECONNRESET') || codes.includes('UND_ERR_SOCKET')) return 'the connection was broken'
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return messageOf(cause)
}

function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : []
  return [...own, ...inner, ...codesOf(error.cause)]
}

function refusalText(text: string, status: number): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    if (typeof error === 'string') return error
  } catch {
    // Not every refusal is JSON: an unknown path, a stuck server and a browser block answer with plain words.
  }
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return words === '' ? `status ${status}` : `status ${status}, ${words.slice(0, 200)}`
}

function parsed<T>(base: string, text: string): T {
  try {
    return JSON.parse(text) as T
  } catch (error) {
    throw new DrillError(
      'TOXIPROXY_REFUSED',
      `What answers at ${base} is not a Toxiproxy: ${withoutStop(messageOf(error))}.`,
      {
        hint: 'Correct network.toxiproxy in platform.yaml. Nothing was changed.',
        cause: error,
      },
    )
  }
}
