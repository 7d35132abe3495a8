import type { OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Chunk, Reply } from './reply.ts'

/** What a response of node:http and one of node:http2 have in common. */
export interface Outlet {
  once(event: 'close', listener: () => void): unknown
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown
  flushHeaders(): void
  write(data: string | Uint8Array): unknown
  end(data?: string | Uint8Array): unknown
}

/** Sends a described reply over a real connection, at its own pace, until it ends or the client leaves. */
export function play(reply: Reply, outlet: Outlet, socket: Pick<Socket, 'resetAndDestroy'>): void {
  if (reply.headAfterMs === 0 && inOnePiece(reply)) {
    sendWhole(reply, outlet)
    return
  }
  let timer: NodeJS.Timeout | undefined
  let next = 0
  let dueMs = 0
  outlet.once('close', () => clearTimeout(timer))
  if (reply.headAfterMs > 0) later(reply.headAfterMs, head)
  else head()

  function later(ms: number, step: () => void): void {
    timer = setTimeout(step, ms)
  }

  function head(): void {
    if (reply.head === 'withheld') end()
    else if (inOnePiece(reply)) sendWhole(reply, outlet)
    else {
      outlet.writeHead(reply.status, { ...reply.headers })
      // The head must not wait for a first chunk that comes late or never.
      if (reply.chunks[0]?.afterMs !== 0) outlet.flushHeaders()
      dueMs = performance.now() + (reply.chunks[0]?.afterMs ?? 0)
      chunks()
    }
  }

  /**
   * Writes what is due, all of it at once: a stream without pauses is one piece on the wire, and many times quicker.
   * Counted from the head, not from chunk to chunk: late timers do not add up.
   */
  function chunks(): void {
    const due: Chunk['data'][] = []
    for (let chunk = reply.chunks[next]; chunk !== undefined; chunk = reply.chunks[next]) {
      const waitMs = dueMs - performance.now()
      if (waitMs > 0) {
        if (due.length > 0) outlet.write(joined(due))
        later(waitMs, chunks)
        return
      }
      due.push(chunk.data)
      next += 1
      dueMs += reply.chunks[next]?.afterMs ?? 0
    }
    end(due)
  }

  function end(last: readonly Chunk['data'][] = []): void {
    const ends = reply.ending === 'complete' || reply.ending === 'truncated'
    if (ends) outlet.end(last.length === 0 ? undefined : joined(last))
    else if (last.length > 0) outlet.write(joined(last))
    // What is still in our own buffers would be thrown away with the connection.
    if (reply.ending === 'reset') later(FLUSH_MS, () => socket.resetAndDestroy())
  }
}

function joined(parts: readonly Chunk['data'][]): Chunk['data'] {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  if (parts.every(part => typeof part === 'string')) return parts.join('')
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)))
}

/** What a torn connection is given first, for what was written to it to leave this process. */
export const FLUSH_MS = 5

/** Whether nothing is gained by sending the head before the body. */
function inOnePiece({ head, chunks, ending }: Reply): boolean {
  return head === 'sent' && chunks.length <= 1 && (ending === 'complete' || ending === 'truncated')
}

function sendWhole(reply: Reply, outlet: Outlet): void {
  const data = reply.chunks[0]?.data ?? ''
  outlet.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(data) })
  outlet.end(data)
}
