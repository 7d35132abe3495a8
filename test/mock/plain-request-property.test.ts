import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainRequest } from '../../src/mock/plain-request.ts'

interface Heard {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: object
  readonly body: string
}

const odd = fc.constantFrom(' ', '\t', '\r', '\n', '\0', ':', ';', '"', '(', '\\', '\x7f', '\xe9', ',', '__proto__')
const word = fc.array(fc.oneof({ weight: 12, arbitrary: fc.string({ minLength: 1, maxLength: 5 }) }, odd), {
  maxLength: 4,
})
const text = word.map(parts => parts.join(''))
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('accept', 'X-Tenant', 'authorization', 'host', 'Cookie', 'set-cookie', 'x') },
  { weight: 2, arbitrary: fc.constantFrom('content-length', 'connection', 'expect', 'te', 'transfer-encoding') },
  { weight: 1, arbitrary: text },
)
const lineEnd = fc.oneof({ weight: 30, arbitrary: fc.constant('\r\n') }, fc.constantFrom('\n', '\r', '\r\n ', ''))
const header = fc.tuple(name, fc.constantFrom(':', ': ', ' :', ':\t'), text, lineEnd).map(parts => parts.join(''))
const request = fc
  .record({
    method: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('GET', 'POST') },
      fc.constantFrom('get', 'PUT', 'HEAD', 'G'),
    ),
    target: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('/', '/v1/chat?a=b&c', '/%2f//..') }, text),
    version: fc.oneof(
      { weight: 10, arbitrary: fc.constant('HTTP/1.1') },
      fc.constantFrom('HTTP/1.0', 'HTTP/2', 'http/1.1'),
    ),
    headers: fc.array(header, { maxLength: 4 }),
    body: fc.oneof(fc.constant(''), fc.string({ maxLength: 20 })),
    says: fc.constantFrom(0, 0, 0, 0, 1, -1),
  })
  .map(({ method, target, version, headers, body, says }) => {
    const length = Math.max(0, Buffer.byteLength(body) + says)
    const told = body === '' && says === 0 ? '' : `content-length: ${length}\r\n`
    return `${method} ${target} ${version}\r\nhost: mock\r\n${told}${headers.join('')}\r\n${body}`
  })

test('what is taken for a plain request Node takes for the same one', async () => {
  let heard: Heard | undefined
  const server = http.createServer(async (message, response) => {
    const { method, url, headers } = message
    heard = { method, url, headers, body: (await buffer(message)).toString('latin1') }
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  let taken = 0

  await fc.assert(
    fc.asyncProperty(request, async said => {
      const bytes = Buffer.from(said, 'utf8')
      const plain = plainRequest(bytes)
      if (plain === undefined) return
      taken += 1
      heard = undefined
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {}).end(bytes)
      await buffer(socket).catch(() => undefined)
      const { method, path, query, headers, body } = plain
      const url = said.split(' ')[1]
      expect({ method, url, headers: { ...headers }, body: Buffer.from(body ?? []).toString('latin1') }).toEqual(heard)
      expect(query === '' ? [path, `${path}?`] : [`${path}?${query}`]).toContain(url)
    }),
    { numRuns: 3000 },
  )
  server.closeAllConnections()
  server.close()
  // Otherwise nothing has been compared.
  expect(taken).toBeGreaterThan(100)
}, 60_000)
