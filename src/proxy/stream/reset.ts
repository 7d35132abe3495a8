import type { Socket } from 'node:net'

/**
 * Breaks a connection so that its peer sees a reset. Node forgets a socket for ever, open, if it is reset while the system still
 * carries out an earlier `end()`; that takes a turn of the event loop, so the reset waits for it.
 */
export function reset(socket: Socket): void {
  const ending = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0
  if (ending && !socket.destroyed) socket.once('finish', () => socket.resetAndDestroy())
  else socket.resetAndDestroy()
}
