import type { HttpRequest } from '../model/http.ts'
import type { Arrivals, LoadCaps, LoadEnd, LoadEngine, LoadSecond } from '../model/load.ts'

/** Everything an engine needs to know to send one tenant's load by itself, and to end it by itself. */
export interface LoadOrder {
  readonly seed: number
  readonly arrivals: Arrivals
  /** After so long it ends, whatever becomes of whoever ordered it. */
  readonly forMs: number
  readonly parts: readonly OrderedPart[]
  readonly caps: LoadCaps
  readonly engine: LoadEngine
  /** What must be written nowhere: keys, and whatever else came from the environment. */
  readonly secrets: readonly string[]
  /** Texts of other tenants, which no answer may hold. */
  readonly canaries: readonly string[]
  /** Whether every single answer is told: for loads of a few requests a second. */
  readonly tellEach: boolean
}

/** One sort of request, ready to be sent. */
export interface OrderedPart {
  readonly name: string
  readonly weight: number
  readonly request: HttpRequest
  readonly timeoutMs: number
  readonly readBytesPerSecond: number | undefined
  readonly holdMs: number | undefined
}

/** How a load stands. Times count from its first due time. */
export interface LoadReport {
  readonly state: 'running' | 'ended'
  readonly sinceStartMs: number
  readonly end: LoadEnd | undefined
  readonly detail: string
  /** The seconds that are over, from the one asked for. */
  readonly seconds: readonly LoadSecond[]
  readonly answers: readonly LoadAnswer[]
  readonly sightings: readonly Sighting[]
}

/** A text of another tenant in an answer. */
export interface Sighting {
  readonly canary: string
  readonly where: string
}

/** One answer, where each is told. */
export interface LoadAnswer {
  readonly dueMs: number
  readonly tookMs: number
  /** A status, or why there was none. */
  readonly outcome: string
}

/** What can be asked of an engine. */
export interface LoadControl {
  start(load: string, order: LoadOrder): Promise<LoadReport>
  /** How it stands, with the seconds and answers that were not told before `from`; undefined if there is no such load. */
  report(load: string, from: { readonly second: number; readonly answer: number }): Promise<LoadReport | undefined>
  /** Resolves once nothing of it is under way any more. Stopping what is not there is fine. */
  stop(load: string): Promise<void>
}
