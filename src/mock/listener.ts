import http, { type RequestListener } from 'node:http'
import http2 from 'node:http2'
import type { Socket } from 'node:net'
import { type Shortcut, shortcut } from './shortcut.ts'

/** How long a client may take to say what it wants. */
export interface ListenerLimits {
  readonly requestTimeoutMs: number
}

/**
 * A server that speaks HTTP/1.1 and, to clients that begin with it, HTTP/2 in clear text, on one port. With `answer`, plain requests
 * take a shortcut.
 */
export function listener(
  handle: RequestListener,
  { requestTimeoutMs }: ListenerLimits,
  answer?: Shortcut['answer'],
): http.Server {
  const h1 = http.createServer(
    {
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 5000),
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    handle,
  )
  const h2 = http2.createServer()
  // The compatible interface of HTTP/2 has everything our handler uses, under the same names.
  h2.on(
    'request',
    handle as unknown as (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void,
  )
  h2.on('session', session => endWhenIdle(session, requestTimeoutMs))
  h2.on('stream', stream => {
    const late = setTimeout(() => stream.close(http2.constants.NGHTTP2_CANCEL), requestTimeoutMs)
    for (const event of ['end', 'close']) stream.once(event, () => clearTimeout(late))
  })

  // The HTTP/1.1 server does the listening, so that its own timeouts work; its connections pass through us first.
  const accept = h1.listeners('connection') as ((socket: Socket) => void)[]
  h1.removeAllListeners('connection')
  h1.on('connection', (socket: Socket) => {
    const impatient = setTimeout(() => socket.destroy(), requestTimeoutMs)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => clearTimeout(impatient))
    socket.once('data', first => {
      clearTimeout(impatient)
      if (first.toString('latin1', 0, PREFACE.length) === PREFACE) {
        handOver(socket, first, () => h2.emit('connection', socket))
        return
      }
      const toNode = (bytes: Buffer): void =>
        handOver(socket, bytes, () => {
          for (const serve of accept) serve.call(h1, socket)
        })
      if (answer === undefined) toNode(first)
      else shortcut(socket, { answer, handOver: toNode, keepAliveMs: KEEP_ALIVE_MS })(first)
    })
  })
  return h1
}

/** Gives a connection to a server as if these bytes were yet to come. */
function handOver(socket: Socket, bytes: Buffer, serve: () => void): void {
  socket.pause()
  serve()
  socket.unshift(bytes)
  process.nextTick(() => socket.resume())
}

/** HTTP/1.1 has timeouts of its own for connections that say nothing; HTTP/2 needs to be told. */
function endWhenIdle(session: http2.ServerHttp2Session, idleMs: number): void {
  let streams = 0
  session.on('error', () => session.destroy())
  session.on('stream', stream => {
    streams += 1
    stream.once('close', () => {
      streams -= 1
    })
  })
  // A stream that was made to stall is not idle: its client may wait as long as it likes.
  session.setTimeout(idleMs, () => {
    if (streams === 0) session.destroy()
  })
}

// Every HTTP/2 connection begins with these bytes, and no HTTP/1.1 request does.
const PREFACE = 'PRI * HTTP/2'
// A server that ends an idle connection just when its client uses it again looks like a fault. Nobody should meet it by chance.
const KEEP_ALIVE_MS = 600_000
