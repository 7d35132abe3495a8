import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'

/** One event of a stream, in the binary frames of AWS. */
export function eventFrame(type: string, value: object): Uint8Array<ArrayBuffer> {
  return frame({ ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }, value)
}

/** What ends a stream that failed: clients throw an error of this name. */
export function exceptionFrame(type: string, message: string): Uint8Array<ArrayBuffer> {
  const headers = { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' }
  return frame(headers, { message })
}

/** Lengths, their checksum, headers, payload, and the checksum of all before it; numbers with the large end first. */
function frame(headers: Readonly<Record<string, string>>, value: object): Uint8Array<ArrayBuffer> {
  const head = Buffer.concat(Object.entries(headers).flatMap(([name, text]) => header(name, text)))
  const payload = Buffer.from(JSON.stringify(value))
  const bytes = Buffer.alloc(PRELUDE + head.length + payload.length + CHECKSUM)
  bytes.writeUInt32BE(bytes.length, 0)
  bytes.writeUInt32BE(head.length, 4)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8)
  head.copy(bytes, PRELUDE)
  payload.copy(bytes, PRELUDE + head.length)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -CHECKSUM)), bytes.length - CHECKSUM)
  return bytes
}

const PRELUDE = 12
const CHECKSUM = 4
const STRING = 7

function header(name: string, text: string): readonly Uint8Array[] {
  const value = Buffer.from(text)
  return [
    Uint8Array.of(name.length),
    Buffer.from(name),
    Uint8Array.of(STRING, value.length >> 8, value.length & 0xff),
    value,
  ]
}
