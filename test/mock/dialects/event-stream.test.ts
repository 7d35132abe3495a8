import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventFrame, exceptionFrame } from '../../../src/mock/dialects/bedrock/event-stream.ts'

test('a frame is what AWS sends, byte for byte', () => {
  expect(Buffer.from(eventFrame('messageStart', { role: 'assistant' })).toString('hex')).toBe(
    '000000760000005296d5fade0b3a6576656e742d7479706507000c6d65737361676553746172740d3a636f6e74656e742d74797065070010' +
      '6170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b22726f6c65223a22617373697374616e' +
      '74227d6fa8c599',
  )
})

/** Reads a frame by the description of its layout, checking every length and checksum. */
function opened(frame: Uint8Array): { headers: Record<string, string>; value: unknown } {
  const bytes = Buffer.from(frame)
  expect(bytes.readUInt32BE(0)).toBe(bytes.length)
  expect(bytes.readUInt32BE(8)).toBe(crc32(bytes.subarray(0, 8)))
  expect(bytes.readUInt32BE(bytes.length - 4)).toBe(crc32(bytes.subarray(0, -4)))
  const headers: Record<string, string> = {}
  let at = 12
  const end = at + bytes.readUInt32BE(4)
  while (at < end) {
    const name = bytes.toString('utf8', at + 1, at + 1 + bytes.readUInt8(at))
    at += 1 + name.length
    expect(bytes.readUInt8(at)).toBe(7)
    const length = bytes.readUInt16BE(at + 1)
    headers[name] = bytes.toString('utf8', at + 3, at + 3 + length)
    at += 3 + length
  }
  return { headers, value: JSON.parse(bytes.toString('utf8', end, bytes.length - 4)) }
}

test('any value survives its frame', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), value => {
      expect(opened(eventFrame('chunk', value))).toEqual({
        headers: { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' },
        value: JSON.parse(JSON.stringify(value)),
      })
    }),
  )
})

test('an exception says its kind in a header and a sentence in its payload', () => {
  expect(opened(exceptionFrame('throttlingException', 'Too many requests'))).toEqual({
    headers: {
      ':exception-type': 'throttlingException',
      ':content-type': 'application/json',
      ':message-type': 'exception',
    },
    value: { message: 'Too many requests' },
  })
})
