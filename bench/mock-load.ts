// `node bench/mock-load.ts URL CLIENTS SECONDS` with a request body on standard input: as many requests as a server can
// take from so many clients. A program of its own, on bare sockets: what it costs must not look like what the server costs.
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { percentile } from './statistics.ts'

const WARM_UP_MS = 500
const END_OF_HEAD = Buffer.from('\r\n\r\n')
const END_OF_CHUNKS = Buffer.from('0\r\n\r\n')
const LENGTH = /\r\ncontent-length: (\d+)/i

const [url = '', clients = '1', seconds = '1'] = process.argv.slice(2)
const { hostname, port, pathname } = new URL(url)
const body = await text(process.stdin)
const request = Buffer.from(
  `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer key\r\ncontent-type: application/json\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
)
// All sockets read into it, one after the other: an allocation for each read would cost more than looking at what came.
const buffer = Buffer.allocUnsafeSlow(64 * 1024)
const warmUntilMs = performance.now() + WARM_UP_MS
const endMs = warmUntilMs + Number(seconds) * 1000
const tookMs: number[] = []
let failed = 0
let events = 0

await Promise.all(Array.from({ length: Number(clients) }, client))
const perSecond = tookMs.length / Number(seconds)
const [p50Ms, p99Ms] = [percentile(tookMs, 50), percentile(tookMs, 99)]
process.stdout.write(`${JSON.stringify({ perSecond, p50Ms, p99Ms, failed, requests: tookMs.length, events })}\n`)

/** One client: asks, waits for the whole answer, asks again. */
function client(): Promise<void> {
  return new Promise(resolve => {
    let askedMs = 0
    let answer = reading()
    const callback = (bytes: number): boolean => {
      if (!answer.whole(buffer.subarray(0, bytes))) return true
      const nowMs = performance.now()
      if (answer.status() !== 200) failed += 1
      if (askedMs >= warmUntilMs && nowMs <= endMs) tookMs.push(nowMs - askedMs)
      events = answer.events()
      if (nowMs < endMs) ask()
      else {
        socket.destroy()
        resolve()
      }
      return true
    }
    const socket = connect({ port: Number(port), host: hostname, noDelay: true, onread: { buffer, callback } })
    socket.once('connect', ask).once('error', () => {
      failed += 1
      resolve()
    })

    function ask(): void {
      answer = reading()
      askedMs = performance.now()
      socket.write(request)
    }
  })
}

/** One answer, as far as it has come. */
function reading() {
  let head = Buffer.alloc(0)
  let tail = head
  let seen = 0
  let status = 0
  // Undefined: until the last chunk says so.
  let leftBytes: number | undefined

  return {
    status: () => status,
    events: () => seen,
    /** Takes a part of it; whether that was the last. */
    whole(part: Buffer): boolean {
      if (status !== 0) return bodyEnded(part)
      const bytes = head.length === 0 ? part : Buffer.concat([head, part])
      const end = bytes.indexOf(END_OF_HEAD)
      if (end >= 0) return bodyEnded(begun(bytes, end))
      head = Buffer.from(bytes)
      return false
    },
  }

  function begun(bytes: Buffer, end: number): Buffer {
    const words = bytes.toString('latin1', 0, end)
    status = Number(words.slice(9, 12))
    const length = LENGTH.exec(words)?.[1]
    leftBytes = length === undefined ? undefined : Number(length)
    return bytes.subarray(end + END_OF_HEAD.length)
  }

  function bodyEnded(part: Buffer): boolean {
    if (leftBytes !== undefined) {
      leftBytes -= part.length
      return leftBytes <= 0
    }
    for (let at = part.indexOf('data: '); at >= 0; at = part.indexOf('data: ', at + 6)) seen += 1
    const last = END_OF_CHUNKS.length
    tail = Buffer.from(part.length >= last ? part.subarray(-last) : Buffer.concat([tail, part]).subarray(-last))
    return tail.equals(END_OF_CHUNKS)
  }
}
