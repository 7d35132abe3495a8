import { messageOf } from '../../model/error.ts'
import type { Http } from '../../model/world.ts'
import type { Connection } from '../../wire/connection.ts'
import { type Connections, connections } from '../../wire/connections.ts'
import { requestBytes } from '../../wire/request-bytes.ts'
import { failed } from './failed-http.ts'
import { PlainCall } from './plain-call.ts'

/**
 * HTTP without TLS, over bare sockets: thousands of questions a second leave next to nothing for the collector, which would make those
 * late that are due while it sweeps.
 */
export function plainHttp(): Http {
  const pool = connections(() => performance.now())
  setInterval(pool.sweep, SWEEP_EVERY_MS).unref()
  return {
    send(request, options) {
      return new Promise((resolve, reject) => {
        options.signal?.throwIfAborted()
        let ready: ReturnType<typeof requestBytes>
        try {
          ready = requestBytes(request)
        } catch (error) {
          resolve(failed('unreachable', messageOf(error)))
          return
        }
        send(pool, new PlainCall(ready, options, { resolve, reject }))
      })
    },
  }
}

const SWEEP_EVERY_MS = 1000
// Whoever has rested for so long may have been hung up on by now.
const RESTED_MS = 20

function send(pool: Connections, call: PlainCall): void {
  const taken = pool.take(call.request.origin)
  if (taken.restedMs < RESTED_MS) {
    sendOn(taken, call)
    return
  }
  // What the other side has done meanwhile is heard in this turn of the loop, before anything is asked.
  setImmediate(() => {
    if (!call.isOver) sendOn(taken.isOpen ? taken : pool.take(call.request.origin), call)
    else taken.destroy()
  })
}

function sendOn(connection: Connection, call: PlainCall): void {
  call.on = connection
  connection.send(call)
}
