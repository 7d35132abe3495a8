import type { Socket } from 'node:net'
import type { Ending, Receiver, Stream, Toxic } from '../toxics/toxic.ts'
import type { StreamClock } from './clock.ts'
import { Slot, type SlotHost } from './slot.ts'

/** What all stages of a server hold together. When it is too much, each is back to its ordinary window. */
export interface Budget {
  heldBytes: number
  readonly mostBytes: number
}

/** What a link needs of its connection. */
export interface LinkHost {
  readonly clock: StreamClock
  readonly budget: Budget
  /** A number from 0 up to 1 that decides whether this connection meets the toxic; always the same one. */
  fate(toxic: Toxic): number
  random(toxic: Toxic): () => number
  met(toxic: Toxic): void
  /** This direction is over, and not just half-closed: the other one must follow. */
  over(link: Link, ending: 'close' | 'reset'): void
}

// What one direction may always hold back before its sender is told to wait.
const WINDOW_BYTES = 64 * 1024

// Stages may hold on to chunks. Small ones are cheaper to copy than their read buffer is to replace.
const COPY_BELOW_BYTES = 16 * 1024

/** One direction of one connection: what `source` sends goes through the stages of the toxics it meets, and into `sink`. */
export class Link implements Receiver, SlotHost {
  readonly stream: Stream
  readonly clock: StreamClock
  readonly #host: LinkHost
  readonly #source: Socket
  readonly #sink: Socket
  #slots: readonly Slot[] = []
  #windowBytes = WINDOW_BYTES
  #heldBytes = 0
  #waiting = false
  #sourceEnded = false
  #ended = false

  constructor(host: LinkHost, stream: Stream, source: Socket, sink: Socket, toxics: readonly Toxic[]) {
    this.#host = host
    this.clock = host.clock
    this.stream = stream
    this.#source = source
    this.#sink = sink
    this.setToxics(toxics, false)
  }

  get sourceEnded(): boolean {
    return this.#sourceEnded
  }

  /** Makes the stages those of `toxics`: new ones join at their place, those that are gone let go of what they held. */
  setToxics(toxics: readonly Toxic[], joined: boolean): void {
    if (this.#ended) return
    const wanted = toxics.filter(toxic => toxic.stream === this.stream && this.#host.fate(toxic) < toxic.toxicity)
    if (wanted.length === 0 && this.#slots.length === 0) return
    const kept = new Map(this.#slots.map(slot => [slot.toxic.serial, slot]))
    for (const slot of this.#slots) {
      if (!wanted.some(toxic => toxic.serial === slot.toxic.serial)) slot.remove()
    }
    const fresh: Slot[] = []
    const slots: Slot[] = []
    let next: Receiver = this
    for (const toxic of wanted.toReversed()) {
      const slot: Slot = kept.get(toxic.serial) ?? new Slot(this, toxic, next)
      slot.next = next
      if (!kept.has(toxic.serial)) fresh.unshift(slot)
      slots.unshift(slot)
      next = slot
    }
    this.#slots = slots
    this.#windowBytes = wanted.reduce((sum, toxic) => sum + (toxic.type.windowBytes ?? 0), WINDOW_BYTES)
    for (const slot of fresh) slot.start(this.#host.random(slot.toxic), joined)
    for (const toxic of wanted) {
      const slot = kept.get(toxic.serial)
      if (slot !== undefined && slot.toxic !== toxic) slot.update(toxic)
    }
    this.moved()
  }

  /** Takes what the source sent. */
  read(chunk: Buffer): 'done' | 'kept' {
    if (this.#sourceEnded || this.#ended) return 'done'
    const first = this.#slots[0]
    // The common case, and the whole cost of a proxy without toxics: one call from one socket to the other.
    if (first === undefined) {
      if (!this.#sink.write(chunk)) this.#wait()
      return this.#sink.writableLength === 0 ? 'done' : 'kept'
    }
    const large = chunk.length >= COPY_BELOW_BYTES
    first.data(large ? chunk : Buffer.from(chunk), this.clock.nowMs())
    this.#count()
    if (this.#sink.writableNeedDrain || this.#heldBytes > this.#window()) this.#wait()
    return large ? 'kept' : 'done'
  }

  /** Nothing more comes from the source. */
  endSource(ending: Ending): void {
    if (this.#sourceEnded) return
    this.#sourceEnded = true
    const first = this.#slots[0]
    if (first === undefined) this.end(ending)
    else first.end(ending, this.clock.nowMs())
  }

  /** Nothing more can go to the sink; what was held for it is forgotten. */
  stop(): void {
    this.#ended = true
    for (const slot of this.#slots) slot.stop()
    this.#slots = []
    this.#count()
  }

  data(chunk: Buffer): void {
    if (!this.#ended) this.#sink.write(chunk)
  }

  end(ending: Ending): void {
    if (this.#ended) return
    this.stop()
    if (ending === 'fin') this.#sink.end()
    else this.#host.over(this, ending)
  }

  met(toxic: Toxic): void {
    this.#host.met(toxic)
  }

  moved(): void {
    this.#count()
    if (!this.#waiting || this.#sink.writableNeedDrain || this.#heldBytes > this.#window() / 2) return
    this.#waiting = false
    this.#source.resume()
  }

  #wait(): void {
    this.#waiting = true
    this.#source.pause()
  }

  #window(): number {
    const { heldBytes, mostBytes } = this.#host.budget
    return heldBytes > mostBytes ? WINDOW_BYTES : this.#windowBytes
  }

  #count(): void {
    const heldBytes = this.#slots.reduce((sum, slot) => sum + slot.heldBytes(), 0)
    this.#host.budget.heldBytes += heldBytes - this.#heldBytes
    this.#heldBytes = heldBytes
  }
}
