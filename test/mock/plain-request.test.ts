import { describe, expect, test } from 'vitest'
import { plainRequest } from '../../src/mock/plain-request.ts'

const read = (text: string) => plainRequest(Buffer.from(text, 'latin1'))
const get = (...headers: string[]): string => `GET /v1/models HTTP/1.1\r\n${[...headers, '', ''].join('\r\n')}`

describe('a plain request', () => {
  test('is read: its method, its path and query, its headers in lower case, its body', () => {
    const text =
      'POST /v1/chat?a=b&c HTTP/1.1\r\nHost: mock\r\nX-Odd:\t two  words \r\nempty:\r\nContent-Length: 2\r\n\r\n{}'
    expect(read(text)).toEqual({
      method: 'POST',
      path: '/v1/chat',
      query: 'a=b&c',
      headers: { host: 'mock', 'x-odd': 'two  words', empty: '', 'content-length': '2' },
      body: Buffer.from('{}'),
    })
  })

  test('may have no body, and may say that it wants to go on', () => {
    expect(read(get('host: m', 'connection: Keep-Alive'))).toMatchObject({ method: 'GET', body: Buffer.alloc(0) })
  })
})

describe('what is not plain is left to somebody else', () => {
  test.for([
    ['half a head', 'GET /v1/models HTTP/1.1\r\nhost: m\r\n'],
    ['half a body', 'POST / HTTP/1.1\r\nhost: m\r\ncontent-length: 3\r\n\r\n{}'],
    ['more than one request', get('host: m') + get('host: m')],
    ['a body without a length', 'POST / HTTP/1.1\r\nhost: m\r\n\r\n{}'],
    ['another method', 'PUT / HTTP/1.1\r\nhost: m\r\n\r\n'],
    ['another version', 'GET / HTTP/1.0\r\nhost: m\r\n\r\n'],
    ['a whole address', 'GET http://m/ HTTP/1.1\r\nhost: m\r\n\r\n'],
    ['a space in the path', 'GET /a b HTTP/1.1\r\nhost: m\r\n\r\n'],
    ['no host', get('accept: x')],
    ['a header twice', get('host: m', 'x: 1', 'X: 2')],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: m\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}'],
    ['a length that is none', 'POST / HTTP/1.1\r\nhost: m\r\ncontent-length: +2\r\n\r\n{}'],
    ['a length in chunks', 'POST / HTTP/1.1\r\nhost: m\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a question before the body', get('host: m', 'expect: 100-continue')],
    ['a wish to change the protocol', get('host: m', 'connection: upgrade', 'upgrade: h2c')],
    ['a farewell', get('host: m', 'connection: close')],
    ['a folded header', get('host: m', 'x: 1', ' 2')],
    ['a space before the colon', get('host : m')],
    ['a line that ends too soon', 'GET / HTTP/1.1\nhost: m\n\n\r\n\r\n'],
    ['a bare return', get('host: m\rx: y')],
    ['a letter beyond ASCII', get('host: m', 'x: \xe9')],
    ['a nothing', get('host: m', 'x: \0')],
    ['a name that means something to objects', get('host: m', '__proto__: x')],
    ['a head without an end', get('host: m', `x: ${'x'.repeat(9000)}`)],
    ['no HTTP', 'hello\r\n\r\n'],
  ] as const)('%s', ([, text]) => {
    expect(read(text)).toBeUndefined()
  })
})
