import type { WeaviateClient } from 'weaviate-client'
import { messageOf } from '../../model/error.ts'
import { optionalPart } from '../optional-part.ts'
import { speaksGrpc } from './speaks-grpc.ts'

const GRPC_PORT = 50051
// As long as the client waits for an answer to a question.
const LIMIT_MS = 30_000

/**
 * A connection to a Weaviate server, seen to stand. `connect` is `http://host:8080` or `https://…`, with `:KEY@` in front of the host
 * for an API key; rows travel over gRPC, on port 50051 of the same host or, with `?grpc=host:port`, somewhere else.
 */
export async function connectWeaviate(connect: string): Promise<WeaviateClient> {
  const { default: weaviate } = await optionalPart('weaviate-client', () => import('weaviate-client'))
  const url = new URL(connect)
  const secure = url.protocol === 'https:'
  const [grpcHost = '', grpcPort = GRPC_PORT] = (url.searchParams.get('grpc') ?? url.hostname).split(':')
  const key = decodeURIComponent(url.password)
  // Whatever the client meets on its way it calls a failed start; asked plainly, the reason can be told.
  await isLive(url.origin)
  await speaksGrpc(`${url.protocol}//${grpcHost}:${grpcPort}`)
  try {
    return await weaviate.connectToCustom({
      httpHost: url.hostname,
      httpPort: Number(url.port || (secure ? 443 : 80)),
      httpSecure: secure,
      grpcHost,
      grpcPort: Number(grpcPort),
      grpcSecure: secure,
      ...(key === '' ? {} : { authCredentials: new weaviate.ApiKey(key) }),
    })
  } catch (cause) {
    throw new Error(reasonOf(cause))
  }
}

async function isLive(origin: string): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  const { ok, status, statusText, headers } = await fetch(new URL('/v1/.well-known/live', origin), { signal })
  if (status >= 500) throw new Error(`failed to connect: ${status} ${statusText}`)
  if (!ok || headers.get('content-type')?.startsWith('text/html'))
    throw new Error(`it answers ${status} as another would`)
}

/** What the server said, and not that the client did not start. */
function reasonOf(cause: unknown): string {
  const said = messageOf(cause).replace(/^.*message: /, '')
  const [, quoted] = /"message":"((?:[^"\\]|\\.)*)"/.exec(said) ?? []
  return quoted === undefined ? said : said.replace(/\{.*/s, quoted)
}
