import type { IncomingMessage } from 'node:http'
import { MAX_BODY_BYTES, type MockRequest } from './request.ts'

/** Reads a request from the socket and hands it over whole, or without its body as soon as that is too large. */
export function receive(message: IncomingMessage, done: (request: MockRequest) => void): void {
  const { method = 'GET', url = '/', headers } = message
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  const target = { method, path, query: query < 0 ? '' : url.slice(query + 1), headers }
  let parts: Buffer[] = []
  let bytes = Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES ? Infinity : 0
  if (bytes === Infinity) tooLarge()

  message.on('data', (part: Buffer) => {
    // The rest of a refused body is read and forgotten: a client that is still writing would not see our answer.
    if (bytes > MAX_BODY_BYTES) return
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) tooLarge()
    else parts.push(part)
  })
  message.once('end', () => {
    const [only] = parts
    if (bytes <= MAX_BODY_BYTES) done({ ...target, body: parts.length === 1 ? only : Buffer.concat(parts) })
  })

  function tooLarge(): void {
    parts = []
    done({ ...target, body: undefined })
  }
}
