import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import { optionalPart } from '../optional-part.ts'

const LIMIT_MS = 60_000

/**
 * A connection to a Milvus server, seen to stand. `connect` is `http://host:19530/database` or `https://…`, with `user:password@`
 * or, for a token or an API key, `:KEY@` in front of the host.
 */
export async function connectMilvus(connect: string): Promise<MilvusClient> {
  const sdk = await optionalPart('@zilliz/milvus2-sdk-node', () => import('@zilliz/milvus2-sdk-node'))
  // It writes what it does to the standard output, which is ours.
  sdk.logger.silent = true
  const url = new URL(connect)
  const [username, password] = [url.username, url.password].map(decodeURIComponent)
  const database = url.pathname.slice(1)
  const client = new sdk.MilvusClient({
    address: url.host,
    ssl: url.protocol === 'https:',
    timeout: LIMIT_MS,
    // It would tell the server every few seconds how it is.
    telemetry: { enabled: false },
    ...(username ? { username, password: password ?? '' } : password ? { token: password } : {}),
    ...(database === '' ? {} : { database }),
  })
  try {
    await client.connectPromise
  } catch (cause) {
    await client.closeConnection()
    throw new Error(reasonOf(cause))
  }
  return client
}

/** What it says of the connection, and not how often it tried; often it has forgotten. */
function reasonOf(cause: unknown): string {
  const [, said] = /Last error: (?:Error: )?(.*?)\. Resolution note/.exec(messageOf(cause)) ?? []
  return said === 'null' ? 'failed to connect' : (said ?? messageOf(cause))
}

interface Status {
  readonly error_code?: unknown
  readonly reason?: string
}

/** What the server answered, if it did what it was asked; otherwise what it said against it. */
export function done<T extends object>(answer: T): T {
  const { error_code, reason } = statusOf(answer)
  if (error_code === 'Success' || error_code === 0) return answer
  // The client turns a call that the server does not know into an empty answer, as if all were well.
  if (error_code === undefined) throw new Error('this Milvus does not know the call')
  if (error_code === 101 || /not ?loaded/i.test(`${error_code} ${reason}`)) throw notLoaded(reason ?? '')
  throw new Error(`Milvus says ${error_code}: ${reason}`)
}

/** Whether the server knows a call at all. */
export function isKnown(answer: object): boolean {
  return statusOf(answer).error_code !== undefined
}

function statusOf(answer: object): Status {
  return 'status' in answer && typeof answer.status === 'object' ? (answer.status ?? {}) : answer
}

function notLoaded(reason: string): DrillError {
  return new DrillError(
    'NOT_AVAILABLE',
    `The collection is not loaded, so nothing in it can be read: ${withoutStop(reason)}.`,
    {
      hint: 'load it first: what cannot be read cannot be put back. Nothing was changed',
    },
  )
}
