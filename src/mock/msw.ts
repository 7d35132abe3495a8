import { type HttpHandler, http } from 'msw'
import { DrillError } from '../model/error.ts'
import { type MockFault, readFault } from './fault.ts'
import type { FaultCounts, ListedFault } from './faults/fault-book.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { type Providers, providers } from './providers.ts'
import { MAX_BODY_BYTES, type MockRequest } from './request.ts'
import type { LoggedRequest } from './request-log.ts'
import { webResponse } from './web-response.ts'

export interface MockProvidersOptions {
  /** Which servers to stand in for; the real ones if left out. */
  readonly origins?: readonly string[]
  readonly seed?: number
  readonly firstTokenMs?: number
  /** Infinity: no pacing. */
  readonly tokensPerSecond?: number
  /** Answers that are fixed for some requests; the first that fits. */
  readonly fixtures?: readonly Fixture[]
  /** Whether a request that no fixture fits gets the provider's own 404 instead of an answer. */
  readonly fixturesOnly?: boolean
  /** Told about a request that nobody serves, or that we failed to answer. */
  readonly onTrouble?: (sentence: string) => void
}

/** Mock model providers inside a unit test. */
export interface MockProviders {
  /** For `setupServer(...mock.handlers)`. */
  readonly handlers: readonly HttpHandler[]
  /** Puts a fault in force. The same id replaces. */
  put(id: string, fault: MockFault): void
  clear(id: string): void
  faults(): readonly ListedFault[]
  /** What every fault has done so far, also those that have been cleared. */
  hits(): Readonly<Record<string, FaultCounts>>
  /** What came in after request `since`. */
  requests(since?: number): readonly LoggedRequest[]
}

/** The mock model providers as MSW handlers: no port, no process, the same answers and the same faults. */
export function mockProviders(options: MockProvidersOptions = {}): MockProviders {
  const { origins = REAL_ORIGINS, seed = 1, firstTokenMs = 0, tokensPerSecond = Infinity } = options
  const { fixtures = [], fixturesOnly = false, onTrouble = sentence => console.warn(sentence) } = options
  const mock = providers({ seed, firstTokenMs, tokensPerSecond, fixtures, fixturesOnly, onTrouble })
  return {
    handlers: origins.map(origin => handler(origin, mock)),
    put(id, fault) {
      const read = readFault(fault)
      if ('wrong' in read) throw new DrillError('USAGE', `"${id}" is not a fault: ${read.wrong}`)
      mock.faults.put(id, read.fault)
    },
    clear: id => void mock.faults.clear(id),
    faults: mock.faults.list,
    hits: mock.faults.totals,
    requests: (since = 0) => mock.log.since(since),
  }
}

const REAL_ORIGINS = [
  'https://api.openai.com',
  'https://*.openai.azure.com',
  'https://api.anthropic.com',
  'https://generativelanguage.googleapis.com',
  'https://aiplatform.googleapis.com',
  'https://*-aiplatform.googleapis.com',
  'https://bedrock-runtime.*.amazonaws.com',
]

function handler(origin: string, mock: Providers): HttpHandler {
  return http.all(`${origin}/*`, async ({ request }) => webResponse(mock.answer(await mockRequest(request))))
}

async function mockRequest(request: Request): Promise<MockRequest> {
  const { method, url, headers } = request
  const { pathname, search } = new URL(url)
  const body = new Uint8Array(await request.arrayBuffer())
  return {
    method,
    path: pathname,
    query: search.slice(1),
    headers: Object.fromEntries(headers),
    body: body.length > MAX_BODY_BYTES ? undefined : body,
  }
}
