import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'
import { readJson } from './json.ts'

// Some ten thousand proxies with their toxics. Nobody needs more, and a flood must not fill our memory.
const MOST_BYTES = 8 * 1024 * 1024

/** Reads the body's first JSON value, whatever its content type says. */
export function readBody(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes <= MOST_BYTES) return
      // The rest is not even read: the answer closes the connection.
      request.pause().removeAllListeners('data')
      reject(new ApiError(413, `request body is larger than ${MOST_BYTES} bytes`))
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  }).then(text => readJson(String(text)))
}
