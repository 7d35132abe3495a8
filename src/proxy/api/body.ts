import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'
import { readJson } from './json.ts'

// Some ten thousand proxies with their toxics. Nobody needs more, and a flood must not fill our memory.
const MOST_BYTES = 8 * 1024 * 1024

/** Reads the body's first JSON value, whatever its content type says. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new ApiError(413, `request body is larger than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return readJson(Buffer.concat(chunks).toString('utf8'))
}
