import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AnswerParser } from '../../src/wire/answer-parser.ts'

/** What is told of answers that come in these pieces. */
function told(pieces: readonly Buffer[], bodyless = false): readonly string[] {
  const heard: string[] = []
  let body = ''
  const parser: AnswerParser = new AnswerParser({
    headed: status => void heard.push(`head ${status}`),
    heard(bytes, from, to) {
      body += bytes.toString('latin1', from, to)
    },
    whole(again, keptMs) {
      heard.push(`whole "${body}"${again ? ` again within ${keptMs}` : ''}`)
      body = ''
      parser.expect(bodyless)
    },
    garbled: () => void heard.push('garbled'),
  })
  parser.expect(bodyless)
  for (const piece of pieces) parser.feed(piece)
  return parser.endsHere() ? [...heard, `until its end "${body}"`] : heard
}

const of = (text: string, bodyless = false) => told([Buffer.from(text, 'latin1')], bodyless)

describe('one answer after the other', () => {
  test('with a length', () => {
    expect(of('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')).toEqual([
      'head 200',
      'whole "hello" again within 4000',
    ])
  })
  test('in chunks, with extensions and trailers', () => {
    const text =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a="b;c"\r\nhello\r\n00A\r\n, everyone\r\n0\r\nx: y\r\n\r\n'
    expect(of(text)).toEqual(['head 200', 'whole "hello, everyone" again within 4000'])
  })
  test('until the connection ends', () => {
    expect(of('HTTP/1.1 200 OK\r\n\r\nhello')).toEqual(['head 200', 'until its end "hello"'])
  })
  test('without a body: 204, 304, nothing, and whatever answers HEAD', () => {
    expect(of('HTTP/1.1 204 No Content\r\n\r\n')).toEqual(['head 204', 'whole "" again within 4000'])
    expect(of('HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n')).toEqual([
      'head 304',
      'whole "" again within 4000',
    ])
    expect(of('HTTP/1.1 503 \r\ncontent-length: 0\r\n\r\n')).toEqual(['head 503', 'whole "" again within 4000'])
    expect(of('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', true)).toEqual(['head 200', 'whole "" again within 4000'])
  })
  test('a foreword is not the answer', () => {
    expect(of('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx')).toEqual([
      'head 200',
      'whole "x" again within 4000',
    ])
  })
  test('whether the connection may be used again, and for how long', () => {
    const answer = (version: string, header: string) =>
      of(`HTTP/${version} 200 OK\r\n${header}\r\ncontent-length: 0\r\n\r\n`)[1]
    expect(answer('1.1', 'Connection: close')).toBe('whole ""')
    expect(answer('1.0', 'x: y')).toBe('whole ""')
    expect(answer('1.0', 'Connection: Keep-Alive')).toBe('whole "" again within 4000')
    expect(answer('1.1', 'Keep-Alive: timeout=2')).toBe('whole "" again within 1000')
    expect(answer('1.1', 'Keep-Alive: timeout=1')).toBe('whole "" again within 0')
  })
})

describe('what is no HTTP', () => {
  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 999 Odd\r\n\r\n'],
    ['an endless head', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`],
  ])('%s', (_, text) => {
    expect(told([Buffer.from(text), Buffer.from('z'.repeat(40_000))])).toContain('garbled')
  })
  test('a chunk without a size', () => {
    expect(of('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhello\r\n')).toEqual(['head 200', 'garbled'])
  })
})

test('however the bytes are cut into pieces, the same is told', () => {
  const whole = Buffer.from(
    [
      'HTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 5\r\n\r\nhello',
      'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x\r\nd\r\n0\r\na: b\r\n\r\n',
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
    ].join(''),
  )
  const expected = told([whole])
  expect(expected).toHaveLength(8)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 12 }), cuts => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
      const pieces = places.slice(1).map((to, n) => Buffer.from(whole.subarray(places[n], to)))
      expect(told(pieces)).toEqual(expected)
    }),
  )
})
