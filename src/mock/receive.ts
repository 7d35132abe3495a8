import type { IncomingMessage } from 'node:http'
import { MAX_BODY_BYTES, type MockRequest } from './request.ts'

/** Reads a request from the socket and hands it over whole; a body that is too large is handed over as such. */
export function receive(message: IncomingMessage, done: (request: MockRequest) => void): void {
  const { method = 'GET', url = '/', headers } = message
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  const whole = (body: Uint8Array | undefined): void => done({ method, path, headers, body })
  const parts: Buffer[] = []
  let bytes = 0
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    whole(undefined)
  } else {
    message.on('data', onData)
    message.once('end', onEnd)
  }
  // A client that leaves half-way wants no answer.
  message.on('error', () => {})

  function onData(part: Buffer): void {
    bytes += part.length
    if (bytes <= MAX_BODY_BYTES) {
      parts.push(part)
      return
    }
    message.off('data', onData)
    message.off('end', onEnd)
    whole(undefined)
  }

  function onEnd(): void {
    const [only] = parts
    whole(parts.length === 1 ? only : Buffer.concat(parts))
  }
}
