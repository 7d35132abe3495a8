import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { nodeSockets } from '../../src/world/node/sockets.ts'
import { eventually, within } from './wait.ts'

/** A socket that remembers what it saw: the bytes, and how it ended. */
export class Peer {
  readonly socket: Socket
  readonly #chunks: Buffer[] = []
  received = 0
  /** How the other side stopped talking: a clean end, a reset, or whatever else went wrong, by its code. */
  ended: string | undefined
  closed = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', data => {
      this.#chunks.push(data)
      this.received += data.length
    })
    socket.on('end', () => {
      this.ended ??= 'end'
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A reset may follow an end; it is the reset that counts.
      this.ended = error.code ?? error.message
    })
    socket.on('close', () => {
      this.closed = true
      this.ended ??= 'close'
    })
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  get text(): string {
    return this.bytes.toString('latin1')
  }

  /** Everything received once it is at least so many bytes. */
  async got(count: number, deadlineMs?: number): Promise<string> {
    await eventually(`${count} bytes`, () => this.received >= count, deadlineMs)
    return this.text
  }

  /** How it ended, once it has. */
  ending(deadlineMs?: number): Promise<string> {
    return eventually('the end of a connection', () => this.ended, deadlineMs)
  }

  destroy(): void {
    this.socket.destroy()
  }
}

/** Connects; fails if that does not work. The peer keeps its half open when the other side ends. */
export async function connectTo(address: string): Promise<Peer> {
  const { host, port } = hostAndPort(address)
  const socket = net.connect({ host, port, allowHalfOpen: true, noDelay: true })
  const peer = new Peer(socket)
  await within(
    `a connection to ${address}`,
    new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    }),
  )
  return peer
}

/** What connecting comes to: `connected`, or the code of the refusal. */
export async function tryConnect(address: string): Promise<string> {
  try {
    const peer = await connectTo(address)
    peer.destroy()
    return 'connected'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

/** A server on a free port that remembers who came. */
export interface TestServer extends AsyncDisposable {
  readonly address: string
  readonly peers: readonly Peer[]
  /** The peer with this number, counted from 0, once it has come. */
  peer(index: number): Promise<Peer>
}

/** Listens on loopback, on a free port unless told which. */
export async function listen({
  port = 0,
  onConnection = () => {},
}: {
  readonly port?: number
  readonly onConnection?: (peer: Peer) => void
} = {}): Promise<TestServer> {
  const peers: Peer[] = []
  const server: Server = net.createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    const peer = new Peer(socket)
    peers.push(peer)
    onConnection(peer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', backlog: 1024 }, resolve)
  })
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    peers,
    peer: index => eventually(`connection number ${index}`, () => peers[index]),
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** Says back what it hears, and ends when the other side does. */
export function echo(): Promise<TestServer> {
  const onConnection = ({ socket }: Peer) => {
    socket.on('data', data => {
      if (!socket.write(data)) socket.pause()
    })
    socket.on('drain', () => socket.resume())
    socket.on('end', () => socket.end())
  }
  return listen({ onConnection })
}

/** A port nobody listens on, and that nobody is given by chance. */
export async function freePort(): Promise<number> {
  const [port = 0] = await nodeSockets().freePorts(1)
  return port
}

export function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) }
}
