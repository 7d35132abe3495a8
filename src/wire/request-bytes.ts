import type { HttpRequest } from '../model/http.ts'

/** A request as it goes over the wire, made once and sent many times. */
export interface ReadyRequest {
  /** `http://host:port`: what a connection leads to. */
  readonly origin: string
  readonly bytes: Buffer
  /** Whether its answer has no body, whatever its head says. */
  readonly bodyless: boolean
}

// Framing and connections are ours; whoever writes them into a platform file means the same.
const OURS = ['content-length', 'transfer-encoding', 'connection', 'expect']

export function requestBytes({ method, url, headers, body }: HttpRequest): ReadyRequest {
  const { origin, host, pathname, search } = new URL(url)
  const theirs = Object.entries(headers).filter(([name]) => !OURS.includes(name.toLowerCase()))
  const hasHost = theirs.some(([name]) => name.toLowerCase() === 'host')
  const said = body === undefined ? Buffer.alloc(0) : Buffer.from(body)
  const needsLength = said.length > 0 || !['GET', 'HEAD', 'OPTIONS'].includes(method)
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    ...(hasHost ? [] : [`host: ${host}`]),
    'connection: keep-alive',
    ...theirs.map(([name, value]) => `${name}: ${onOneLine(value)}`),
    ...(needsLength ? [`content-length: ${said.length}`] : []),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return { origin, bytes: Buffer.concat([head, said]), bodyless: method === 'HEAD' }
}

function onOneLine(value: string): string {
  return value.replace(/[\r\n]+/g, ' ')
}
