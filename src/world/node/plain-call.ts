import { StringDecoder } from 'node:string_decoder'
import type { HttpOutcome } from '../../model/http.ts'
import type { Http } from '../../model/world.ts'
import type { Call, Connection } from '../../wire/connection.ts'
import type { ReadyRequest } from '../../wire/request-bytes.ts'
import { failed, lateAnswer } from './failed-http.ts'

type Options = Parameters<Http['send']>[1]
type Settle = Pick<PromiseWithResolvers<HttpOutcome>, 'resolve' | 'reject'>

/** One question over a bare socket, until its answer is whole or nobody waits for it any more. A class: one object for each of thousands a second. */
export class PlainCall implements Call {
  readonly request: ReadyRequest
  readonly readBytesPerSecond = undefined
  /** Its own timer gives it up, to the millisecond. */
  readonly giveUpMs = Number.POSITIVE_INFINITY
  /** What it was asked on, once it was. */
  on: Connection | undefined
  isOver = false
  private readonly options: Options
  private readonly settle: Settle
  private readonly timer: NodeJS.Timeout
  private readonly stop: (() => void) | undefined
  private status = 0
  private head = ''
  private text = ''
  private decoder: StringDecoder | undefined

  constructor(request: ReadyRequest, options: Options, settle: Settle) {
    this.request = request
    this.options = options
    this.settle = settle
    this.timer = setTimeout(late, Math.ceil(options.timeoutMs), this)
    if (options.signal === undefined) return
    this.stop = () => this.stopped()
    options.signal.addEventListener('abort', this.stop, { once: true })
  }

  headed(status: number, bytes: Buffer, from: number, to: number): void {
    this.status = status
    this.head = bytes.toString('latin1', from, to)
  }

  heard(bytes: Buffer, from: number, to: number): void {
    this.take(this.decoded(bytes, from, to))
  }

  ended(outcome: string, error: Error | undefined): void {
    if (!this.over()) return
    this.take(this.decoder?.end() ?? '')
    const { status } = this
    if (outcome === String(status)) {
      this.settle.resolve({ kind: 'reply', status, headers: headersIn(this.head), body: this.text })
    } else this.settle.resolve(broken(outcome, error))
  }

  /** Its time is up. */
  gaveUp(): void {
    if (!this.over()) return
    this.settle.resolve(lateAnswer(this.options.timeoutMs, this.status > 0))
    this.on?.giveUp('timeout')
  }

  private stopped(): void {
    if (!this.over()) return
    this.settle.reject(this.options.signal?.reason)
    this.on?.giveUp('stopped')
  }

  private over(): boolean {
    if (this.isOver) return false
    this.isOver = true
    clearTimeout(this.timer)
    if (this.stop !== undefined) this.options.signal?.removeEventListener('abort', this.stop)
    return true
  }

  private take(piece: string): void {
    if (piece === '') return
    const said = this.text === '' && piece.startsWith(BYTE_ORDER_MARK) ? piece.slice(1) : piece
    this.text += said
    if (said !== '') this.options.hear?.(said)
  }

  /** A piece that ends within a letter of several bytes keeps its beginning for the next one. */
  private decoded(bytes: Buffer, from: number, to: number): string {
    const endsWhole = (bytes[to - 1] ?? 0) < 0x80
    if (this.decoder === undefined && endsWhole) return bytes.toString('utf8', from, to)
    this.decoder ??= new StringDecoder('utf8')
    return this.decoder.write(bytes.subarray(from, to))
  }
}

const BYTE_ORDER_MARK = '\uFEFF'

function late(call: PlainCall): void {
  call.gaveUp()
}

/** The lines of a head after its first, by their names in small letters. */
function headersIn(head: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (let from = head.indexOf('\n') + 1; from < head.length; ) {
    const end = head.indexOf('\n', from)
    const colon = head.indexOf(':', from)
    if (end < 0 || colon < 0 || colon > end) break
    const name = head.slice(from, colon).toLowerCase()
    const value = head.slice(colon + 1, end).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
    from = end + 1
  }
  return headers
}

function broken(outcome: string, error: Error | undefined): HttpOutcome {
  switch (outcome) {
    case 'refused':
    case 'reset':
    case 'truncated':
      return failed(outcome, error?.message ?? HUNG_UP)
    case 'garbled':
      return failed('unreachable', 'what came back is no HTTP')
    default:
      return failed('unreachable', error?.message ?? HUNG_UP)
  }
}

const HUNG_UP = 'other side closed'
