import type { StreamClock } from '../stream/clock.ts'

/** The two directions of a connection. */
export const STREAMS = ['upstream', 'downstream'] as const
export type Stream = (typeof STREAMS)[number]

/** How a direction of a connection stops: the sender is done, both sides are to be closed, or the connection was broken. */
export const ENDINGS = ['fin', 'close', 'reset'] as const
export type Ending = (typeof ENDINGS)[number]

/** One kind of toxic. To make a new one: write its file here, and add it to the list in `index.ts`. */
export interface ToxicType<Name extends string = string> {
  readonly type: string
  /** Its attributes, all whole numbers that default to 0. */
  readonly attributes: Readonly<Record<Name, AttributeRule>>
  /** Bytes it may hold on each connection beyond the ordinary window, for toxics that delay without throttling. */
  readonly windowBytes?: number
  /** What it does to one direction of one connection. Called when the toxic meets that connection. */
  stage(line: Line<Name>): Stage
}

export interface AttributeRule {
  /** Smaller values are refused. Without it any whole number is taken, as by the original. */
  readonly least?: number
}

/** One toxic on one proxy, as a client set it. An update makes a new value with the same `serial`. */
export interface Toxic {
  readonly name: string
  readonly type: ToxicType
  readonly stream: Stream
  /** The stream as the client spelt it: the original keeps that too. */
  readonly spelling: string
  readonly toxicity: number
  readonly attributes: Readonly<Record<string, number>>
  /** Milliseconds after which it removes itself. */
  readonly ttlMs: number | undefined
  /** Counts the toxics of a proxy; never used twice, unlike the name. */
  readonly serial: number
}

/** Receives what travels in one direction, in order. Nothing comes after the ending. */
export interface Receiver {
  /** `atMs` is when the chunk was read, plus the delays it has already served. */
  data(chunk: Buffer, atMs: number): void
  end(ending: Ending, atMs: number): void
}

/** A toxic at work on one direction of one connection. */
export interface Stage extends Receiver {
  /** Bytes it holds back at the moment. */
  heldBytes(): number
  /** Its attributes are different now. */
  changed(): void
  /** It is being taken away: pass on at once what was held. */
  removed(): void
  /** The connection is gone: stop all timers. */
  stop(): void
}

/** What a stage works with: its attributes, time, chance, and the way on. */
export interface Line<Name extends string = string> extends Receiver {
  readonly attributes: Readonly<Record<Name, number>>
  readonly clock: StreamClock
  /** Seeded: repeats for the same connection of the same run. */
  random(): number
  /** Whether the connection was already open when the toxic came. */
  readonly joined: boolean
}

/** Fills in what a stage that holds nothing need not care about. */
export function simpleStage(stage: Receiver & Partial<Stage>): Stage {
  return { heldBytes: () => 0, changed: nothing, removed: nothing, stop: nothing, ...stage }
}

function nothing(): void {}
