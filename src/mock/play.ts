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
  readonly socket: Socket | null
  /** Only in HTTP/2, where the response's own socket may not be torn down. */
  readonly stream?: { readonly session?: { readonly socket: Pick<Socket, 'resetAndDestroy'> } | undefined }
}

/** Sends a described reply over a real connection, at its own pace, until it ends or the client leaves. */
export function play(reply: Reply, outlet: Outlet): void {
  if (reply.headAfterMs === 0 && inOnePiece(reply)) {
    sendWhole(reply, outlet)
    return
  }
  let timer: NodeJS.Timeout | undefined
  let next = 0
  outlet.once('close', () => clearTimeout(timer))
  after(reply.headAfterMs, head)

  function after(ms: number, step: () => void): void {
    if (ms > 0) timer = setTimeout(step, ms)
    else step()
  }

  function head(): void {
    if (reply.head === 'withheld') end()
    else if (inOnePiece(reply)) sendWhole(reply, outlet)
    else {
      outlet.writeHead(reply.status, { ...reply.headers })
      // The head must not wait for a first chunk that comes late or never.
      outlet.flushHeaders()
      due()
    }
  }

  function due(): void {
    const chunk = reply.chunks[next]
    if (chunk === undefined) end()
    else after(chunk.afterMs, () => write(chunk))
  }

  function write({ data }: Chunk): void {
    next += 1
    outlet.write(data)
    due()
  }

  function end(): void {
    if (reply.ending === 'reset') reset(outlet)
    else if (reply.ending !== 'stall') outlet.end()
  }
}

/** Whether nothing is gained by sending the head before the body. */
function inOnePiece({ head, chunks, ending }: Reply): boolean {
  return head === 'sent' && chunks.length <= 1 && (ending === 'complete' || ending === 'truncated')
}

function sendWhole(reply: Reply, outlet: Outlet): void {
  const data = reply.chunks[0]?.data ?? ''
  outlet.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(data) })
  outlet.end(data)
}

/** Tears the connection down once the client can have what was written before. */
function reset(outlet: Outlet): void {
  const socket = outlet.stream?.session?.socket ?? outlet.socket
  if (socket === null || socket === undefined) return
  // What is still in our own buffers would be thrown away with the connection.
  setTimeout(() => socket.resetAndDestroy(), FLUSH_MS)
}

const FLUSH_MS = 5
