/** Connections as bytes, where a request would say too little; and which addresses are free. */
export interface Sockets {
  /** Connects to `host:port`, says `hello`, waits for a first byte: the canary that shows whether a network fault bites. */
  canary(address: string, hello: string, waitMs: number): Promise<CanarySighting>
  /** Connects, says everything at once and listens: what came back, in how many pieces, when, and how it ended. */
  exchange(
    address: string,
    said: string,
    options: {
      readonly waitMs: number
      /** What is waited for: once it was heard the exchange is over. An empty text is heard as soon as somebody listens. */
      readonly until?: string
      /** Closes our own side once everything is said. */
      readonly thenEnd?: boolean
    },
  ): Promise<Exchange>
  /** Whether nobody listens at `host:port` yet. */
  isFree(address: string): Promise<boolean>
  /** Whether a name has an address just now. */
  resolves(host: string): Promise<boolean>
  /** So many different free loopback ports. */
  freePorts(count: number): Promise<readonly number[]>
}

/** What a canary saw of a connection. */
export type CanarySighting =
  | { readonly saw: 'answer'; readonly tookMs: number }
  | { readonly saw: 'silence'; readonly waitedMs: number }
  | { readonly saw: 'refused' | 'reset' | 'closed' | 'unreachable'; readonly tookMs: number; readonly detail: string }

/** What became of one exchange. Times count from its beginning. */
export interface Exchange {
  readonly bytes: number
  readonly pieces: number
  /** The first 64 KiB of what came back. */
  readonly heard: string
  readonly firstMs: number | undefined
  readonly lastMs: number | undefined
  /** How the other side ended it; `open` if it had not when waiting was over. */
  readonly ended: 'open' | 'closed' | 'reset' | 'refused' | 'unreachable'
  readonly endedMs: number
}
