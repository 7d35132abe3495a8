import type { Ending, Line, Receiver, Stage, Toxic } from '../toxics/toxic.ts'
import type { StreamClock } from './clock.ts'

/** What a slot needs of the link it sits in. */
export interface SlotHost {
  readonly clock: StreamClock
  /** Something left a stage: there may be room again. */
  moved(): void
  /** The toxic touched this connection for the first time. */
  met(toxic: Toxic): void
}

/** The place of one toxic in one direction of one connection: receives, lets the toxic's stage work, hands on to `next`. */
export class Slot implements Receiver {
  toxic: Toxic
  next: Receiver
  readonly #host: SlotHost
  #stage: Stage | undefined
  #met = false
  #ended = false

  constructor(host: SlotHost, toxic: Toxic, next: Receiver) {
    this.#host = host
    this.toxic = toxic
    this.next = next
  }

  /** Not part of the constructor: a stage may speak at once, and by then its neighbours must be in place. */
  start(random: () => number, joined: boolean): void {
    this.#stage = this.toxic.type.stage(new Outlet(this, this.#host, random, joined))
  }

  data(chunk: Buffer, atMs: number): void {
    this.#touch()
    this.#stage?.data(chunk, atMs)
  }

  end(ending: Ending, atMs: number): void {
    this.#touch()
    this.#stage?.end(ending, atMs)
  }

  pass(chunk: Buffer, atMs: number): void {
    this.next.data(chunk, atMs)
    this.#host.moved()
  }

  passEnd(ending: Ending, atMs: number): void {
    if (this.#ended) return
    this.#ended = true
    this.#touch()
    this.next.end(ending, atMs)
  }

  update(toxic: Toxic): void {
    const changed = JSON.stringify(toxic.attributes) !== JSON.stringify(this.toxic.attributes)
    this.toxic = toxic
    if (changed) this.#stage?.changed()
  }

  remove(): void {
    this.#stage?.removed()
    this.#stage?.stop()
  }

  stop(): void {
    this.#stage?.stop()
  }

  heldBytes(): number {
    return this.#stage?.heldBytes() ?? 0
  }

  #touch(): void {
    if (this.#met) return
    this.#met = true
    this.#host.met(this.toxic)
  }
}

/** The way out, as the stage sees it. */
class Outlet implements Line {
  readonly #slot: Slot
  readonly clock: StreamClock
  readonly random: () => number
  readonly joined: boolean

  constructor(slot: Slot, host: SlotHost, random: () => number, joined: boolean) {
    this.#slot = slot
    this.clock = host.clock
    this.random = random
    this.joined = joined
  }

  get attributes(): Readonly<Record<string, number>> {
    return this.#slot.toxic.attributes
  }

  data(chunk: Buffer, atMs: number): void {
    this.#slot.pass(chunk, atMs)
  }

  end(ending: Ending, atMs: number): void {
    this.#slot.passEnd(ending, atMs)
  }
}
