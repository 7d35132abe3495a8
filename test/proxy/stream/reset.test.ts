import { expect, test } from 'vitest'
import { reset } from '../../../src/proxy/stream/reset.ts'
import { connectTo, listen, type Peer } from '../../support/sockets.ts'
import { eventually } from '../../support/wait.ts'

// What was done to a socket before it is reset, and what its peer may see. After a clean end Node no longer looks for a reset.
const CASES: readonly (readonly [string, (peer: Peer) => void, readonly string[]])[] = [
  ['at rest', () => {}, ['ECONNRESET']],
  ['while its end is being carried out', peer => void peer.socket.end(), ['end', 'ECONNRESET']],
  ['while its last words are being sent', peer => void peer.socket.end('last words'), ['end', 'ECONNRESET']],
  ['while its last words are stuck', peer => void peer.socket.end(Buffer.alloc(30_000_000)), ['ECONNRESET']],
  ['twice over', peer => reset(peer.socket), ['ECONNRESET']],
]

for (const [when, before, seen] of CASES) {
  test(`a socket reset ${when} is closed and leaves nothing behind`, async () => {
    {
      await using server = await listen({ onConnection: peer => peer.socket.pause() })
      for (let round = 0; round < 10; round++) {
        const client = await connectTo(server.address)
        const peer = await server.peer(round)
        before(client)
        reset(client.socket)
        await eventually('the reset socket to be closed', () => client.closed)
        peer.socket.resume()
        expect(seen).toContain(await peer.ending())
      }
    }
    await eventually('no socket to be left', () => !process.getActiveResourcesInfo().includes('TCPSocketWrap'))
  })
}
