import { readFraming, statusIn, usualFraming } from './framing.ts'

/** Whoever hears an HTTP/1.1 answer. Bytes are only lent: they are overwritten by the next read. */
export interface AnswerEars {
  /** Its head is whole. */
  headed(status: number, bytes: Buffer, from: number, to: number): void
  /** A piece of its body, without the framing. */
  heard(bytes: Buffer, from: number, to: number): void
  /** It is whole; whether its connection may be used again, and how long the other side keeps it at least. */
  whole(again: boolean, keptMs: number): void
  /** It is no HTTP. */
  garbled(): void
}

type State = 'idle' | 'head' | 'body' | 'until-closed' | 'size' | 'chunk' | 'chunk-end' | 'trailers' | 'garbled'

const LF = 10
const CR = 13
const SEMICOLON = 59
const BEGIN_OF_HEAD = Buffer.from('HTTP/1.')
const END_OF_HEAD = Buffer.from('\r\n\r\n')
const MOST_HEAD_BYTES = 64 * 1024

/** Follows the answers on one connection, one after the other. A class: it holds where in an answer it is, thousands of times a second. */
export class AnswerParser {
  private readonly ears: AnswerEars
  private state: State = 'idle'
  private bodyless = false
  private begun: Buffer | undefined
  private left = 0
  private inExtension = false
  private lineBytes = 0
  private readonly framing = usualFraming()

  constructor(ears: AnswerEars) {
    this.ears = ears
  }

  /** An answer is expected from now on. */
  expect(bodyless: boolean): void {
    this.state = 'head'
    this.bodyless = bodyless
    this.begun = undefined
  }

  /** Whether an answer that is cut off here is whole all the same. */
  endsHere(): boolean {
    return this.state === 'until-closed'
  }

  feed(bytes: Buffer): void {
    let at = 0
    const to = bytes.length
    while (at < to) {
      switch (this.state) {
        case 'head':
          at = this.readHead(bytes, at)
          break
        case 'body':
        case 'chunk':
          at = this.readPiece(bytes, at)
          break
        case 'until-closed':
          this.ears.heard(bytes, at, to)
          return
        case 'size':
          this.readSize(bytes[at++] ?? 0)
          break
        case 'chunk-end':
          if (bytes[at++] === LF) this.beginSize()
          break
        case 'trailers':
          this.readTrailer(bytes[at++] ?? 0)
          break
        case 'idle':
          // Nobody asked for this.
          this.garble()
          return
        case 'garbled':
          return
        default:
          this.state satisfies never
      }
    }
  }

  /** Returns where the body begins, or the end of the bytes if the head goes on. */
  private readHead(bytes: Buffer, from: number): number {
    if (this.begun !== undefined) return this.readRestOfHead(bytes, from)
    const end = bytes.indexOf(END_OF_HEAD, from)
    if (end >= 0) {
      this.readLines(bytes, from, end + END_OF_HEAD.length)
      return end + END_OF_HEAD.length
    }
    this.begun = Buffer.from(bytes.subarray(from))
    // Whoever greets first, or speaks another language, need not be waited for until he is done.
    if (!isHttpSoFar(this.begun)) this.garble()
    return bytes.length
  }

  private readRestOfHead(bytes: Buffer, from: number): number {
    const before = this.begun?.length ?? 0
    const all = Buffer.concat([this.begun ?? END_OF_HEAD, bytes.subarray(from)])
    const end = all.indexOf(END_OF_HEAD)
    if (end < 0) {
      this.begun = all
      if (all.length > MOST_HEAD_BYTES) this.garble()
      return bytes.length
    }
    this.begun = undefined
    this.readLines(all, 0, end + END_OF_HEAD.length)
    return from + end + END_OF_HEAD.length - before
  }

  private readLines(bytes: Buffer, from: number, to: number): void {
    const status = statusIn(bytes, from)
    if (status === undefined) {
      this.garble()
      return
    }
    // Only a foreword: the answer itself is still to come.
    if (status < 200) return
    readFraming(bytes, from, to, this.framing)
    this.ears.headed(status, bytes, from, to)
    this.begin(status)
  }

  private begin(status: number): void {
    const { length, chunked } = this.framing
    if (this.bodyless || status === 204 || status === 304 || (!chunked && length === 0)) this.finish()
    else if (chunked) this.beginSize()
    else if (length === undefined) this.state = 'until-closed'
    else if (length > 0) {
      this.left = length
      this.state = 'body'
    } else this.garble()
  }

  private readPiece(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + this.left)
    this.left -= to - from
    const wasChunk = this.state === 'chunk'
    this.ears.heard(bytes, from, to)
    if (this.left > 0) return to
    if (wasChunk && this.state === 'chunk') this.state = 'chunk-end'
    else if (this.state === 'body') this.finish()
    return to
  }

  private beginSize(): void {
    this.state = 'size'
    this.left = 0
    this.inExtension = false
  }

  private readSize(byte: number): void {
    if (byte === LF) {
      this.lineBytes = 0
      this.state = this.left === 0 ? 'trailers' : 'chunk'
    } else if (byte === SEMICOLON) this.inExtension = true
    else if (!this.inExtension && byte > 32) {
      const value = Number.parseInt(String.fromCharCode(byte), 16)
      if (Number.isNaN(value)) this.garble()
      else this.left = this.left * 16 + value
    }
  }

  private readTrailer(byte: number): void {
    if (byte === LF) {
      if (this.lineBytes === 0) this.finish()
      this.lineBytes = 0
    } else if (byte !== CR) this.lineBytes++
  }

  private finish(): void {
    this.state = 'idle'
    this.ears.whole(this.framing.again, this.framing.keptMs)
  }

  private garble(): void {
    this.state = 'garbled'
    this.ears.garbled()
  }
}

function isHttpSoFar(begun: Buffer): boolean {
  const length = Math.min(begun.length, BEGIN_OF_HEAD.length)
  return begun.compare(BEGIN_OF_HEAD, 0, length, 0, length) === 0
}
