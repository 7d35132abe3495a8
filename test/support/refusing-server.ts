import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { smallServer } from './small-server.ts'

/** A server that gives everybody the same answer. */
export async function refusingServer(status: number, type: string, body: string) {
  const server = await smallServer((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  return { ...server, host: new URL(server.url).host }
}

/** The same over gRPC: every call ends with this status. */
export async function refusingGrpcServer(status: number, message: string) {
  const server = createServer()
  server.on('sessionError', () => {})
  server.on('stream', stream => {
    stream.on('error', () => {}).resume()
    const said = { 'grpc-status': String(status), 'grpc-message': encodeURI(message) }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...said }, { endStream: true })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await new Promise(resolve => server.close(resolve))
    },
  }
}
