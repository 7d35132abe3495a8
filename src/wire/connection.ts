import { connect as connectPlain, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as later } from 'node:timers'
import { connect as connectSecurely } from 'node:tls'
import { type AnswerEars, AnswerParser } from './answer-parser.ts'
import type { ReadyRequest } from './request-bytes.ts'

/** One request under way: what is to be done with its answer, and what has become of it. */
export interface Call {
  readonly request: ReadyRequest
  readonly readBytesPerSecond: number | undefined
  /** From when on it is given up, on the clock of whoever sends. */
  readonly giveUpMs: number
  /** The head of its answer is whole; bytes are only lent. */
  headed(status: number, bytes: Buffer, from: number, to: number): void
  /** A piece of its body; bytes are only lent. */
  heard(bytes: Buffer, from: number, to: number): void
  /** A status, or why there was none, and what the system said of it. The connection it was on is given back by then. */
  ended(outcome: string, error: Error | undefined): void
}

// All connections read into it, one after the other: each is done with what it has read before the next reads.
const buffer = Buffer.allocUnsafeSlow(64 * 1024)

/** One connection to the platform, with one request on it at a time. A class: it lives through thousands of them. */
export class Connection implements AnswerEars {
  /** Since when it is free, on the clock of whoever sends; never, while it is taken. */
  freeSinceMs = Number.POSITIVE_INFINITY
  /** How long it had been free when it was taken. */
  restedMs = 0
  keptMs = 0
  isOpen = true
  call: Call | undefined
  private readonly socket: Socket
  private readonly parser = new AnswerParser(this)
  private readonly freed: (connection: Connection) => void
  private status = 0
  /** Until when a slow reader has to do with what it was given. */
  private busyUntilMs = 0
  private resting: NodeJS.Timeout | undefined

  constructor(origin: string, freed: (connection: Connection) => void) {
    this.freed = freed
    this.socket = socketTo(origin, bytes => this.parser.feed(bytes))
    // A process lives for as long as somebody waits for an answer, which is a matter of his timers, and not for idle connections.
    this.socket.unref()
    let broken: NodeJS.ErrnoException | undefined
    this.socket.on('error', error => {
      broken = error
    })
    this.socket.once('end', () => this.closed(broken))
    this.socket.once('close', () => this.closed(broken))
  }

  send(call: Call): void {
    this.call = call
    this.status = 0
    this.busyUntilMs = 0
    this.parser.expect(call.request.bodyless)
    this.socket.write(call.request.bytes)
  }

  /** Gives up what is under way, and the connection with it. */
  giveUp(outcome: string): void {
    this.destroy()
    this.over(outcome)
  }

  destroy(): void {
    this.isOpen = false
    this.socket.destroy()
  }

  headed(status: number, bytes: Buffer, from: number, to: number): void {
    this.status = status
    this.call?.headed(status, bytes, from, to)
  }
  heard(bytes: Buffer, from: number, to: number): void {
    const { call } = this
    if (call === undefined) return
    call.heard(bytes, from, to)
    if (call.readBytesPerSecond !== undefined) this.rest(((to - from) * 1000) / call.readBytesPerSecond)
  }
  whole(again: boolean, keptMs: number): void {
    // An answer that came before all was said leaves the rest of the question on its way.
    if (!again || keptMs <= 0 || this.socket.writableLength > 0) this.destroy()
    this.keptMs = keptMs
    this.whenRead(() => this.over(String(this.status)))
  }
  garbled(): void {
    this.giveUp('garbled')
  }

  private rest(ms: number): void {
    this.busyUntilMs = Math.max(this.busyUntilMs, performance.now()) + ms
    this.socket.pause()
    if (this.resting !== undefined) return
    this.resting = later(() => {
      this.resting = undefined
      this.whenRead(() => this.socket.resume())
    }, ms).unref()
  }

  /** Does something once a slow reader is done with what it was given: at once for everybody else. */
  private whenRead(act: () => void): void {
    const { call } = this
    const leftMs = this.busyUntilMs - performance.now()
    if (this.busyUntilMs === 0 || leftMs <= 0) act()
    else later(() => void (this.call === call && act()), leftMs).unref()
  }

  private closed(error: NodeJS.ErrnoException | undefined): void {
    const { isOpen } = this
    this.destroy()
    if (!isOpen || this.call === undefined) return
    if (this.parser.endsHere() && error === undefined) this.over(String(this.status))
    else this.over(this.status === 0 ? whyNot(error?.code) : 'truncated', error)
  }

  private over(outcome: string, error?: Error): void {
    const { call } = this
    if (call === undefined) return
    this.call = undefined
    this.freed(this)
    call.ended(outcome, error)
  }
}

/** Without a code the other side has hung up. */
function whyNot(code: string | undefined): string {
  if (code === undefined || code === 'ECONNRESET' || code === 'EPIPE') return 'reset'
  return code === 'ECONNREFUSED' ? 'refused' : 'unreachable'
}

function socketTo(origin: string, hear: (bytes: Buffer) => void): Socket {
  const { protocol, hostname, port } = new URL(origin)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (protocol === 'https:') {
    return connectSecurely({ host, port: Number(port === '' ? 443 : port), servername: host }).on('data', hear)
  }
  const callback = (bytes: number): boolean => {
    hear(buffer.subarray(0, bytes))
    return true
  }
  return connectPlain({ host, port: Number(port === '' ? 80 : port), noDelay: true, onread: { buffer, callback } })
}
