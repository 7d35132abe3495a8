import { setTimeout as later } from 'node:timers'
import type { Dispatcher } from 'undici'

/** What becomes of one call. */
export interface CallEnd {
  /** A status, or why there was none. */
  readonly outcome: string
  readonly heardBytes: number
  readonly body: string | undefined
}

export interface CallWishes {
  readonly readBytesPerSecond: number | undefined
  /** Whether the body is kept, to be read when it is whole. */
  readonly keepBody: boolean
  readonly search: ((piece: Buffer) => void) | undefined
  readonly heard: (bytes: number) => void
  readonly ended: (end: CallEnd) => void
}

/** Follows one request to its end. A class, because thousands are made every second. */
export class Call implements Dispatcher.DispatchHandler {
  private readonly wishes: CallWishes
  private controller: Dispatcher.DispatchController | undefined
  private status = 0
  private heardBytes = 0
  private pieces: Buffer[] | undefined
  private over = false
  private tooLate = false

  constructor(wishes: CallWishes) {
    this.wishes = wishes
    this.pieces = wishes.keepBody ? [] : undefined
  }

  /** Gives it up, if it is still under way. */
  giveUp(): void {
    if (this.over) return
    this.tooLate = true
    if (this.controller === undefined) this.end('timeout')
    else this.controller.abort(new Error('no answer in time'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    // It was given up while it still waited for its connection.
    if (this.over) controller.abort(new Error('given up'))
  }
  onResponseStart(_: Dispatcher.DispatchController, status: number): void {
    this.status = status
  }
  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    const { heard, search, readBytesPerSecond } = this.wishes
    this.heardBytes += piece.length
    heard(piece.length)
    if (search !== undefined) search(piece)
    if (this.pieces !== undefined) this.pieces.push(piece)
    if (readBytesPerSecond === undefined) return
    controller.pause()
    later(() => controller.resume(), (piece.length * 1000) / readBytesPerSecond).unref()
  }
  onResponseEnd(): void {
    this.end(String(this.status))
  }
  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.end(this.tooLate ? 'timeout' : this.status === 0 ? whyNot(error) : 'truncated')
  }

  private end(outcome: string): void {
    if (this.over) return
    this.over = true
    const body = this.pieces === undefined ? undefined : Buffer.concat(this.pieces).toString()
    this.wishes.ended({ outcome, heardBytes: this.heardBytes, body })
  }
}

function whyNot(error: Error & { code?: unknown }): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') return 'reset'
  return 'unreachable'
}
