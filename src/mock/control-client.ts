import { DrillError, messageOf } from '../model/error.ts'
import { withoutStop } from '../model/sentence.ts'
import type { FaultsAnswer, RequestsAnswer, StatsAnswer } from './control-api.ts'
import type { MockFault } from './fault.ts'
import type { ListedFault } from './faults/fault-book.ts'
import type { LoggedRequest } from './request-log.ts'

/** A mock's control endpoint, as drills use it. */
export interface MockControl {
  /** Puts a fault in force. The same id replaces; doing it twice is doing it once. */
  put(id: string, fault: MockFault): Promise<void>
  /** Clearing what is not there is fine: an undo may run twice. */
  clear(id: string): Promise<void>
  faults(): Promise<readonly ListedFault[]>
  /** Totals of everything so far, also of faults that have been cleared. */
  stats(): Promise<StatsAnswer>
  /** What came in after request `since`. */
  requests(since?: number): Promise<readonly LoggedRequest[]>
}

/** Speaks to the mock whose control endpoint is at this address. */
export function mockControl(controlUrl: string, token: string, options: { timeoutMs?: number } = {}): MockControl {
  const { timeoutMs = 2000 } = options
  const at = (id: string): string => `/faults/${encodeURIComponent(id)}`

  return {
    put: async (id, fault) => void (await send('PUT', at(id), fault)),
    clear: async id => void (await send('DELETE', at(id))),
    faults: async () => ((await send('GET', '/faults')) as FaultsAnswer).faults,
    stats: async () => (await send('GET', '/stats')) as StatsAnswer,
    requests: async (since = 0) => ((await send('GET', `/requests?since=${since}`)) as RequestsAnswer).requests,
  }

  async function send(method: string, path: string, value?: unknown): Promise<unknown> {
    const { status, text } = await exchange(method, path, value)
    if (status === 204) return undefined
    const answer = parsed(text)
    if (status === 200 && answer !== undefined) return answer
    throw refused(controlUrl, `${method} ${path}`, status, answer)
  }

  async function exchange(method: string, path: string, value: unknown): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(new URL(path, controlUrl), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(value === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(value === undefined ? {} : { body: JSON.stringify(value) }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, text: await response.text() }
    } catch (thrown) {
      const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
      throw new DrillError(
        'MOCK_UNREACHABLE',
        `Could not reach the mock's control endpoint at ${controlUrl}: ${withoutStop(messageOf(cause))}.`,
        {
          hint: 'see whether the mock still runs ("blackstart mock" starts one). If it has ended, its faults ended with it.',
          cause: thrown,
        },
      )
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refused(controlUrl: string, what: string, status: number, answer: unknown): DrillError {
  const said =
    typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : 'no reason given'
  const hint =
    status === 401
      ? 'use the token this mock was started with. Nothing was changed.'
      : 'see whether a mock of this version listens there. Nothing was changed.'
  return new DrillError(
    'MOCK_REFUSED',
    `The mock at ${controlUrl} refused ${what} with ${status}: ${withoutStop(said)}.`,
    { hint },
  )
}
