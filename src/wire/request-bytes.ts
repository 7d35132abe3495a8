import type { HttpRequest } from '../model/http.ts'
import { addressOf } from './address.ts'

/** A request as it goes over the wire. */
export interface ReadyRequest {
  /** `http://host:port`: what a connection leads to. */
  readonly origin: string
  readonly bytes: Buffer
  /** Whether its answer has no body, whatever its head says. */
  readonly bodyless: boolean
}

// Framing and connections are ours; whoever writes them into a platform file means the same.
const OURS = ['content-length', 'transfer-encoding', 'connection', 'expect']
const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS']

export function requestBytes({ method, url, headers, body = '' }: HttpRequest): ReadyRequest {
  const { origin, host, target } = addressOf(url)
  const bodyBytes = Buffer.byteLength(body)
  const names = Object.keys(headers)
  let head = `${method} ${target} HTTP/1.1\r\n`
  if (!names.some(name => name.toLowerCase() === 'host')) head += `host: ${host}\r\n`
  head += 'connection: keep-alive\r\n'
  for (const name of names) {
    if (!OURS.includes(name.toLowerCase())) head += `${name}: ${onOneLine(headers[name] ?? '')}\r\n`
  }
  if (bodyBytes > 0 || !WITHOUT_BODY.includes(method)) head += `content-length: ${bodyBytes}\r\n`
  head += '\r\n'
  const bytes = Buffer.allocUnsafe(head.length + bodyBytes)
  bytes.write(head, 0, 'latin1')
  bytes.write(body, head.length)
  return { origin, bytes, bodyless: method === 'HEAD' }
}

function onOneLine(value: string): string {
  return value.replace(/[\r\n]+/g, ' ')
}
