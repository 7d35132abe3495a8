import { describe, expect, test } from 'vitest'
import { requestBytes } from '../../src/wire/request-bytes.ts'

const request = (change: object) => ({ method: 'GET', url: 'http://h:81/', headers: {}, body: undefined, ...change })
const said = (change: object) => String(requestBytes(request(change)).bytes)

describe('a request as it goes over the wire', () => {
  test.each([
    [
      'to where its address says',
      { url: 'http://h:81/a?b=c d' },
      'GET /a?b=c%20d HTTP/1.1\r\nhost: h:81\r\nconnection: keep-alive\r\n\r\n',
    ],
    [
      'with the headers as they are written',
      { headers: { 'X-Key': 'a\r\nb' } },
      'GET / HTTP/1.1\r\nhost: h:81\r\nconnection: keep-alive\r\nX-Key: a b\r\n\r\n',
    ],
    [
      'to the host it names itself',
      { headers: { Host: 'other' } },
      'GET / HTTP/1.1\r\nconnection: keep-alive\r\nHost: other\r\n\r\n',
    ],
    [
      'framed by us',
      { headers: { 'Content-Length': '7', connection: 'close' } },
      'GET / HTTP/1.1\r\nhost: h:81\r\nconnection: keep-alive\r\n\r\n',
    ],
    [
      'as long as its bytes are, not its letters',
      { method: 'POST', body: 'é€' },
      'POST / HTTP/1.1\r\nhost: h:81\r\nconnection: keep-alive\r\ncontent-length: 5\r\n\r\né€',
    ],
    [
      'of no length where something could be',
      { method: 'POST' },
      'POST / HTTP/1.1\r\nhost: h:81\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n',
    ],
  ])('goes %s', (_, change, bytes) => {
    expect(said(change)).toBe(bytes)
  })

  test('a header goes byte by byte, as it came in', () => {
    const { bytes } = requestBytes(request({ headers: { k: 'ü' } }))
    expect(bytes.includes(Buffer.from([0xfc]))).toBe(true)
  })

  test('whether its answer has a body, and what its connection leads to', () => {
    expect(requestBytes(request({ method: 'HEAD', url: 'http://H:80/x' }))).toMatchObject({
      bodyless: true,
      origin: 'http://h',
    })
  })

  test('of thousands of addresses each is its own, before and after so many are known', () => {
    for (const n of Array.from({ length: 3000 }, (_, n) => n)) {
      expect(said({ url: `http://h/${n}` })).toContain(`GET /${n} HTTP/1.1`)
      expect(said({ url: `http://h/${n}` })).toContain(`GET /${n} HTTP/1.1`)
    }
  })

  test('no address throws, again and again', () => {
    expect(() => said({ url: 'http://' })).toThrow('Invalid URL')
    expect(() => said({ url: 'http://' })).toThrow('Invalid URL')
  })
})
