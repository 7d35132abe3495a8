import net, { type OnReadOpts, type Socket } from 'node:net'
import { messageOf } from '../../model/error.ts'
import { parseAddress } from './address.ts'
import { SOCKET_OPTIONS } from './listener.ts'

/** Starts connecting to `upstream`. Whatever is wrong with it, even its spelling, comes as the socket's error. */
export function dial(upstream: string, onread: OnReadOpts): Socket {
  try {
    const { host, port } = parseAddress(upstream, 'dial')
    return net.connect({ ...SOCKET_OPTIONS, onread, host: host === '' ? 'localhost' : host, port })
  } catch (error) {
    const socket = new net.Socket()
    socket.destroy(new Error(messageOf(error)))
    return socket
  }
}
