import type { WeaviateClient } from 'weaviate-client'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import { optionalPart } from '../optional-part.ts'

const GRPC_PORT = 50051

/**
 * A connection to a Weaviate server, seen to stand. `connect` is `http://host:8080` or `https://…`, with `:KEY@` in front of the host
 * for an API key; rows travel over gRPC, on port 50051 of the same host or, with `?grpc=host:port`, somewhere else.
 */
export async function connectWeaviate(connect: string): Promise<WeaviateClient> {
  const { default: weaviate } = await optionalPart('weaviate-client', () => import('weaviate-client'))
  const url = new URL(connect)
  const secure = url.protocol === 'https:'
  const [grpcHost = '', grpcPort] = (url.searchParams.get('grpc') ?? url.hostname).split(':')
  const key = decodeURIComponent(url.password)
  try {
    return await weaviate.connectToCustom({
      httpHost: url.hostname,
      httpPort: Number(url.port || (secure ? 443 : 80)),
      httpSecure: secure,
      grpcHost,
      grpcPort: Number(grpcPort ?? GRPC_PORT),
      grpcSecure: secure,
      ...(key === '' ? {} : { authCredentials: new weaviate.ApiKey(key) }),
    })
  } catch (cause) {
    throw new DrillError(
      'STORE_UNREACHABLE',
      `Could not reach Weaviate at ${url.host}: ${withoutStop(messageOf(cause).replace(/^.*message: /, ''))}.`,
      {
        hint: 'check "connect" in the platform file, its gRPC port ("?grpc=host:port") and that the server is up. Nothing was changed',
        cause,
      },
    )
  }
}
