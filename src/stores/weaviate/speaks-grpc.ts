import { connect } from 'node:http2'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'

// As long as the client itself waits for the same answer.
const LIMIT_MS = 2000
/** A question without anything in it: not compressed, no bytes. */
const EMPTY = Buffer.alloc(5)

/** Sees that a Weaviate's rows can be asked for where they travel. The client would see it too, and write a stack for each of its tries. */
export async function speaksGrpc(origin: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const session = connect(origin).on('error', reject)
  const asked = {
    ':method': 'POST',
    ':path': '/grpc.health.v1.Health/Check',
    'content-type': 'application/grpc',
    te: 'trailers',
  }
  const stream = session.request(asked, { signal: AbortSignal.timeout(LIMIT_MS) }).on('error', reject)
  stream.once('response', said => {
    if (said['content-type']?.startsWith('application/grpc')) resolve()
    else reject(new Error(`it answers ${said[':status']} with ${said['content-type'] ?? 'nothing'}`))
  })
  stream.end(EMPTY)
  try {
    await promise
  } catch (cause) {
    const { host } = new URL(origin)
    throw new DrillError(
      'STORE_UNREACHABLE',
      `Weaviate's rows cannot be asked for at ${host}: ${withoutStop(messageOf(reasonOf(cause)))}.`,
      {
        hint: 'they travel over gRPC: write "?grpc=host:port" behind the address in "connect" if that is elsewhere. Nothing was changed',
        cause,
      },
    )
  } finally {
    session.destroy()
  }
}

/** A question that was given up because of its connection only says so. */
function reasonOf(error: unknown): unknown {
  return error instanceof Error ? (error.cause ?? error) : error
}
