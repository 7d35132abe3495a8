/** An answer as a value: what goes over the wire, when, and how it ends. Nothing has been sent yet. */
export interface Reply {
  readonly status: number
  /** Names in lower case. Framing (content-length, transfer-encoding) is the front's business. */
  readonly headers: Readonly<Record<string, string>>
  /** A withheld head is never sent: the client waits for a status that does not come. */
  readonly head: 'sent' | 'withheld'
  readonly headAfterMs: number
  readonly chunks: readonly Chunk[]
  readonly ending: Ending
}

/** Bytes that follow what came before them by `afterMs`. */
export interface Chunk {
  readonly afterMs: number
  readonly data: string | Uint8Array<ArrayBuffer>
}

/**
 * `complete`: everything was said. `truncated`: the body ends properly, but too early. `reset`: the connection is torn
 * down. `stall`: nothing more comes, for ever.
 */
export const ENDINGS = ['complete', 'truncated', 'reset', 'stall'] as const
export type Ending = (typeof ENDINGS)[number]

/** A whole answer in one piece. */
export function wholeReply(status: number, headers: Reply['headers'], body: string, headAfterMs = 0): Reply {
  return { status, headers, head: 'sent', headAfterMs, chunks: [{ afterMs: 0, data: body }], ending: 'complete' }
}

/** A whole answer that is one JSON value. */
export function jsonReply(status: number, headers: Reply['headers'], value: unknown, headAfterMs = 0): Reply {
  return wholeReply(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(value), headAfterMs)
}

/** A stream of server-sent events. The head goes out at once, as providers do. */
export function streamReply(headers: Reply['headers'], chunks: readonly Chunk[]): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
    head: 'sent',
    headAfterMs: 0,
    chunks,
    ending: 'complete',
  }
}
