import type { HttpOutcome, HttpRequest } from './http.ts'
import type { Containers } from './world/containers.ts'
import type { Files } from './world/files.ts'
import type { Mailboxes } from './world/mailboxes.ts'
import type { Processes } from './world/processes.ts'
import type { Sockets } from './world/sockets.ts'

/** Everything outside our own memory, as an argument: real in `world/node.ts`, virtual in `testing/`. */
export interface World {
  readonly clock: Clock
  readonly http: Http
  readonly sockets: Sockets
  readonly files: Files
  readonly processes: Processes
  readonly containers: Containers
  readonly mailboxes: Mailboxes
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Two clocks: one that never jumps, for measuring; one that people can read, for labels. */
export interface Clock {
  nowMs(): number
  wall(): string
  /** Waits, or throws the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Requests to others. */
export interface Http {
  /** Asks, and gives up after `timeoutMs`. Never throws for what the other side does. */
  send(
    request: HttpRequest,
    options: {
      readonly timeoutMs: number
      readonly signal?: AbortSignal
      /** Hears an answer's text piece by piece as it comes in. */
      readonly hear?: (piece: string) => void
    },
  ): Promise<HttpOutcome>
}
