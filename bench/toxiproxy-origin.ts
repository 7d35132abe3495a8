// The far side of every proxy that is measured, in a process of its own: one port answers, one never stops sending.
import { createServer, type Server, type Socket } from 'node:net'
import { withIntake } from '../src/proxy/stream/intake.ts'
import { ANSWER, ANSWER_BYTES, REQUEST_BYTES } from './toxiproxy-wire.ts'

const FLOOD = Buffer.alloc(256 * 1024)

const [answering, flooding] = await Promise.all([listening(answer), listening(flood)])
console.log(JSON.stringify({ answering, flooding }))

/** Each so many bytes are one question. */
function answer(socket: Socket): void {
  let pendingBytes = 0
  // Reading as the proxy does: what it would cost otherwise is not the proxy's.
  const reading: Socket = withIntake(socket, ({ length }) => {
    pendingBytes += length
    for (; pendingBytes >= REQUEST_BYTES; pendingBytes -= REQUEST_BYTES) reading.write(ANSWER)
    return 'done'
  })
  reading.on('error', () => reading.destroy()).on('end', () => reading.end())
}

function flood(socket: Socket): void {
  const more = (): void => {
    while (socket.write(FLOOD));
  }
  socket.on('drain', more).resume()
  more()
}

function listening(serve: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer({ noDelay: true, pauseOnConnect: true }, socket => {
    socket.on('error', () => socket.destroy())
    serve(socket)
  })
  return new Promise(resolve => {
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error(`no port for ${ANSWER_BYTES} bytes`)
      resolve(`127.0.0.1:${address.port}`)
    })
  })
}
