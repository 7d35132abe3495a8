import type { Ending, Line, Stage } from '../toxics/toxic.ts'

/** How held data is let go. */
export interface Pace {
  /** When a piece may go, given when its chunk came and when the piece before it went. */
  dueMs(bytes: number, atMs: number, previousMs: number): number
  /** How many bytes of what is left of a chunk go next; all, if not given. */
  cut?(leftBytes: number): number
  /** When an ending may go. Default: right behind the data. */
  endDueMs?(ending: Ending, atMs: number): number
}

/** A stage that lets chunks through late, in pieces, or not yet - but all of them, and in order. */
export function hold(line: Line, pace: Pace): Stage {
  return new Hold(line, pace)
}

// After so many pieces in one turn everybody else gets theirs: a slicer of single bytes must not stop the server.
const PIECES_PER_TURN = 256
// What a waiting chunk costs besides its bytes; keeps a flood of tiny chunks from hiding behind their size.
const CHUNK_OVERHEAD_BYTES = 256

type Held =
  | { readonly kind: 'chunk'; chunk: Buffer; readonly atMs: number }
  | { readonly kind: 'ending'; readonly ending: Ending; readonly atMs: number }

class Hold implements Stage {
  readonly #line: Line
  readonly #pace: Pace
  #queue: Held[] = []
  #first = 0
  #held = 0
  /** The piece at the head of the queue, once it is decided. */
  #pieceBytes = 0
  #dueMs: number | undefined
  #previousMs = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(line: Line, pace: Pace) {
    this.#line = line
    this.#pace = pace
  }

  data(chunk: Buffer, atMs: number): void {
    this.#held += chunk.length + CHUNK_OVERHEAD_BYTES
    this.#queue.push({ kind: 'chunk', chunk, atMs })
    if (this.#cancel === undefined) this.#pump()
  }

  end(ending: Ending, atMs: number): void {
    this.#queue.push({ kind: 'ending', ending, atMs })
    if (this.#cancel === undefined) this.#pump()
  }

  heldBytes(): number {
    return this.#held
  }

  // Whoever is waiting has waited long enough; everything behind it is timed anew, from when it came.
  changed(): void {
    this.stop()
    if (this.#dueMs !== undefined) this.#release(this.#line.clock.nowMs())
    this.#pump()
  }

  removed(): void {
    this.stop()
    for (let head = this.#queue[this.#first]; head !== undefined; head = this.#queue[this.#first]) {
      if (head.kind === 'chunk') this.#pieceBytes = head.chunk.length
      this.#release(this.#line.clock.nowMs())
    }
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #pump(): void {
    const nowMs = this.#line.clock.nowMs()
    for (let pieces = 0; ; pieces++) {
      const head = this.#queue[this.#first]
      if (head === undefined) return
      this.#dueMs ??= this.#decide(head)
      // Never is due never: then only an update or a removal lets it go.
      if (this.#dueMs > nowMs || pieces === PIECES_PER_TURN) {
        this.#wait(Math.max(0, this.#dueMs - nowMs))
        return
      }
      this.#release(this.#dueMs)
    }
  }

  #decide(head: Held): number {
    if (head.kind === 'ending') {
      return Math.max(this.#previousMs, this.#pace.endDueMs?.(head.ending, head.atMs) ?? head.atMs)
    }
    this.#pieceBytes = Math.min(
      head.chunk.length,
      Math.max(1, this.#pace.cut?.(head.chunk.length) ?? head.chunk.length),
    )
    return Math.max(this.#previousMs, this.#pace.dueMs(this.#pieceBytes, head.atMs, this.#previousMs))
  }

  #wait(delayMs: number): void {
    this.#cancel = this.#line.clock.after(delayMs, () => {
      this.#cancel = undefined
      this.#pump()
    })
  }

  // Passes on the head, or its first piece, as of `atMs`: that lets the delays of several toxics add up exactly.
  #release(atMs: number): void {
    const head = this.#queue[this.#first]
    this.#dueMs = undefined
    this.#previousMs = atMs
    if (head === undefined) return
    if (head.kind === 'ending') {
      this.#shift()
      this.#line.end(head.ending, atMs)
      return
    }
    const whole = this.#pieceBytes >= head.chunk.length
    const piece = whole ? head.chunk : head.chunk.subarray(0, this.#pieceBytes)
    this.#held -= piece.length
    if (whole) {
      this.#held -= CHUNK_OVERHEAD_BYTES
      this.#shift()
    } else head.chunk = head.chunk.subarray(this.#pieceBytes)
    this.#line.data(piece, atMs)
  }

  #shift(): void {
    this.#first++
    if (this.#first === this.#queue.length) {
      this.#queue.length = 0
      this.#first = 0
    } else if (this.#first === 1024) {
      this.#queue = this.#queue.slice(this.#first)
      this.#first = 0
    }
  }
}
