import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Outlet } from './play.ts'

/** An answer of HTTP/1.1 on a bare socket. */
export interface PlainAnswer extends Outlet {
  /** The connection is gone. */
  closed(): void
}

/** Begins an answer. `done` is called once it has ended and the connection may go on. */
export function plainAnswer(socket: Socket, keepAliveMs: number, done: () => void): PlainAnswer {
  let head = ''
  let chunked = false
  let gone = (): void => {}

  return {
    closed: () => gone(),
    once: (_event, listener) => {
      gone = listener
    },
    writeHead(status, headers) {
      head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`
      for (const name in headers) head += `${name}: ${printable(String(headers[name]))}\r\n`
      chunked = headers['content-length'] === undefined
      if (chunked) head += 'transfer-encoding: chunked\r\n'
      head += `date: ${date()}\r\nconnection: keep-alive\r\nkeep-alive: timeout=${keepAliveMs / 1000}\r\n\r\n`
    },
    flushHeaders: () => send(''),
    write: data => send(chunked ? framed(data) : data),
    end(data = '') {
      if (!chunked) send(data)
      else if (typeof data === 'string') send(`${framed(data)}0\r\n\r\n`)
      else send(Buffer.concat([bytesOf(framed(data)), LAST]))
      done()
    },
  }

  /** The head goes out with what follows it, in one piece. */
  function send(data: string | Uint8Array): void {
    if (typeof data === 'string') {
      if (head !== '' || data !== '') socket.write(head + data)
    } else socket.write(head === '' ? data : Buffer.concat([Buffer.from(head), data]))
    head = ''
  }
}

const LAST = Buffer.from('0\r\n\r\n')

function framed(data: string | Uint8Array): string | Uint8Array {
  if (data.length === 0) return ''
  if (typeof data === 'string') return `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')])
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}

/** What would end a line does not belong into one. */
function printable(value: string): string {
  return /[^\t -~\x80-\xff]/.test(value) ? value.replaceAll(/[^\t -~\x80-\xff]/g, '?') : value
}

let written = ''
let writtenSecond = 0

/** The time as a head has it. Writing it out costs more than looking at the clock. */
function date(): string {
  const second = Math.floor(Date.now() / 1000)
  if (second !== writtenSecond) {
    writtenSecond = second
    written = new Date(second * 1000).toUTCString()
  }
  return written
}
