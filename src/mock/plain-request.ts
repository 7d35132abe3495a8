import type { MockRequest } from './request.ts'

/**
 * The one whole request that these bytes are, if it is as plain as almost every request is; undefined for everything that needs
 * a second thought, be it allowed or not.
 */
export function plainRequest(bytes: Buffer): MockRequest | undefined {
  const end = bytes.indexOf(END_OF_HEAD)
  if (end < 0 || end > MOST_HEAD_BYTES) return undefined
  const head = bytes.toString('latin1', 0, end + 2)
  const [, method = '', target = ''] = PLAIN_HEAD.exec(head) ?? []
  if (method === '') return undefined
  const headers = headersIn(head)
  if (headers?.host === undefined) return undefined
  const length = headers['content-length'] ?? '0'
  const body = bytes.subarray(end + END_OF_HEAD.length)
  if (!/^\d{1,8}$/.test(length) || Number(length) !== body.length) return undefined
  const query = target.indexOf('?')
  return query < 0
    ? { method, path: target, query: '', headers, body }
    : { method, path: target.slice(0, query), query: target.slice(query + 1), headers, body }
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const MOST_HEAD_BYTES = 8 * 1024
const PLAIN_HEAD = /^(GET|POST) (\/[!-~]*) HTTP\/1\.1\r\n(?:[!#$%&'*+.^`|~\w-]+:[\t -~]*\r\n)+$/

function headersIn(head: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  for (let start = head.indexOf('\r\n') + 2; start < head.length; ) {
    const colon = head.indexOf(':', start)
    const end = head.indexOf('\r\n', colon)
    const name = head.slice(start, colon).toLowerCase()
    const value = head.slice(colon + 1, end).trim()
    // Twice the same name, or a name that means something to objects; and whatever says how the connection goes on.
    if (name in headers || (NOT_PLAIN.has(name) && value.toLowerCase() !== 'keep-alive')) return undefined
    headers[name] = value
    start = end + 2
  }
  return headers
}

const NOT_PLAIN = new Set([
  'connection',
  'expect',
  'http2-settings',
  'proxy-connection',
  // Always a list.
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
