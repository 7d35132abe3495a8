import { type OnReadOpts, Socket } from 'node:net'

/** Takes a chunk that just came. Its memory is used for the next one, unless the answer is that it is still needed. */
export type Receive = (chunk: Buffer) => 'done' | 'kept'

const FIRST_BYTES = 4 * 1024
const MOST_BYTES = 64 * 1024

/**
 * How a socket reads: into one buffer of its own, over and over. Node's usual way allocates 64 KiB for each read, which costs
 * a proxy a third of its time. The buffer starts small, so that thousands of idle connections cost little, and grows under load.
 */
export function intake(receive: Receive): OnReadOpts {
  let buffer = Buffer.allocUnsafeSlow(FIRST_BYTES)
  // What was read last as a chunk: the next one is often as long, and then needs no object of its own.
  let chunk = buffer
  return {
    buffer: () => buffer,
    callback(bytes) {
      if (chunk.length !== bytes) chunk = buffer.subarray(0, bytes)
      const outcome = receive(chunk)
      if (bytes === buffer.length && bytes < MOST_BYTES) chunk = buffer = Buffer.allocUnsafeSlow(bytes * 4)
      else if (outcome === 'kept') chunk = buffer = Buffer.allocUnsafeSlow(buffer.length)
      return true
    },
  }
}

/**
 * The same connection as a socket that reads through an intake. Node offers that only for sockets one opens, not for those a server
 * accepts, so this moves the system's handle to a new socket. Where a Node has no such handle, the accepted socket reads as usual.
 */
export function withIntake(accepted: Socket, receive: Receive): Socket {
  const holder: { _handle?: unknown } = accepted as never
  const handle = holder._handle
  const { writableHighWaterMark } = accepted
  if (typeof handle !== 'object' || handle === null || !('useUserBuffer' in handle)) return reading(accepted, receive)
  holder._handle = null
  const options: object = { handle, allowHalfOpen: true, writableHighWaterMark, onread: intake(receive) }
  return new Socket(options)
}

function reading(socket: Socket, receive: Receive): Socket {
  return socket.on('data', receive).resume()
}
