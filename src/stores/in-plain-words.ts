import { DrillError, messageOf } from '../model/error.ts'
import { type StoreDriverName, type StorePlace, storeName } from '../model/store.ts'
import type { Store } from './store.ts'

/** The same store, whose clients' errors of connections, keys and places are said as a person can act on them. */
export function inPlainWords(store: Store): Store {
  const { place } = store
  const calls = Object.entries(store).map(([name, call]: readonly [string, unknown]) => {
    if (typeof call !== 'function' || AT_ONCE.includes(name)) return [name, call] as const
    return [name, async (...given: readonly unknown[]) => plainly(place, () => call(...given) as unknown)] as const
  })
  return {
    ...store,
    ...Object.fromEntries(calls),
    scan: batch => saidPlainly(place, store.scan(batch)),
    names: () => saidPlainly(place, store.names()),
  }
}

async function* saidPlainly<T>(place: StorePlace, rows: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* rows
  } catch (error) {
    throw plain(place, error)
  }
}

/** Does something with a store; what goes wrong is said plainly. */
export async function plainly<T>(place: StorePlace, act: () => T): Promise<Awaited<T>> {
  try {
    return await act()
  } catch (error) {
    throw plain(place, error)
  }
}

/** Refuses an address that is none, before a client stumbles over it. */
export function refuseNoAddress({ driver, connect }: StorePlace): void {
  const example = ADDRESSES[driver]
  if (example === undefined || (URL.canParse(connect) && /^https?:$/.test(new URL(connect).protocol))) return
  throw new DrillError('STORE_UNREACHABLE', `"connect" is no address that the driver "${driver}" can use.`, {
    hint: `write it like ${example} in the platform file. Nothing was changed`,
  })
}

const ADDRESSES: Readonly<Partial<Record<StoreDriverName, string>>> = {
  qdrant: 'http://host:6333, with :KEY@ before the host if it takes one,',
  chroma: 'http://host:8000, with :KEY@ before the host if it takes one,',
  weaviate: 'http://host:8080, with ?grpc=host:50051 if that is elsewhere,',
  pinecone: 'https://:KEY@api.pinecone.io',
  milvus: 'http://user:password@host:19530',
}

// Neither asks the server anything; rows come one after the other.
const AT_ONCE = ['scratch', 'resized', 'scan', 'names']

function plain(place: StorePlace, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DrillError) return error
  const said = everythingIn(error)
  const kind = KINDS.find(({ sign }) => sign.test(said))
  if (kind === undefined) return error
  const { code, what, hint } = kind
  const message = `${what} ${where(place)}: ${shortest(error)}.`
  return new DrillError(code, message, { hint, cause: error })
}

const KINDS = [
  {
    sign: /\b(401|403|Unauthorized|Unauthenticated|Forbidden|PERMISSION_DENIED|\w*(?:Authorization|Unauthorized|Unauthenticated|Forbidden|InsufficientPermissions)Error|InvalidAccessKeyId|SignatureDoesNotMatch|AccessDenied|28P01|CredentialsProviderError)\b|auth check failure|password authentication|Could not load credentials/i,
    code: 'STORE_UNREACHABLE',
    what: 'Not let in by the store',
    hint: 'check the key or the password in "connect", or where its client looks for them',
  },
  {
    sign: /\bNoSuchBucket\b/,
    code: 'STORE_MISSING',
    what: 'There is no such bucket for the store',
    hint: 'check the bucket in "connect" in the platform file',
  },
  {
    sign: /\b42P01\b|\bNot Found\b|\bdatabase\b.* (?:does not exist|not found)/,
    code: 'STORE_MISSING',
    what: 'There is nothing called so in the store',
    hint: 'check "connect" and "data: { collection }" in the platform file',
  },
  {
    sign: /unable to open database file/,
    code: 'STORE_MISSING',
    what: 'Could not open the file of the store',
    hint: 'check the path in "connect" in the platform file',
  },
  {
    sign: /Result came uninitialized|PineconeConnectionError .*is not valid JSON|Protocol error|it answers \d+ as another would/,
    code: 'STORE_UNREACHABLE',
    what: 'What answers is not the store',
    hint: 'check the host and the port in "connect" in the platform file, and "driver"',
  },
  {
    sign: /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|EPIPE|UND_ERR_\w+|UNAVAILABLE|DEADLINE_EXCEEDED|PineconeConnectionError|PineconeMaxRetriesExceededError)\b|fetch failed|failed to connect|timed? ?out/i,
    code: 'STORE_UNREACHABLE',
    what: 'Could not reach the store',
    hint: 'check "connect" in the platform file, and that the server is up',
  },
] as const

/** What an error and those behind it say: clients wrap them. */
function everythingIn(error: unknown): string {
  const parts: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, status } = at as { readonly code?: unknown; readonly status?: unknown }
    parts.push(at.name, String(code ?? ''), String(status ?? ''), at.message)
    if (at instanceof AggregateError) parts.push(...at.errors.map(everythingIn))
  }
  return parts.join(' ')
}

/** The innermost sentence, which says what it was; without what it says to people in browsers. */
function shortest(error: Error): string {
  const [said = error.name] = [...chain(error)]
    .map(messageOf)
    .filter(text => text !== '')
    .toReversed()
  return (/^.*?[.!](?= [A-Z])/.exec(said)?.[0] ?? said).replace(/[.\s]+$/, '')
}

function* chain(error: unknown): Generator<unknown> {
  for (let at = error; at instanceof Error; at = at.cause) {
    yield at
    if (at instanceof AggregateError) yield at.errors[0]
  }
}

function where(place: StorePlace): string {
  const { connect } = place
  const host = URL.canParse(connect) ? new URL(connect).host : connect
  return `${storeName(place)} at ${host === '' ? connect : host}`
}
