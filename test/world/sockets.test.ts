import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { nodeSockets } from '../../src/world/node/sockets.ts'
import { freePort, listen } from '../support/sockets.ts'

const { canary, freePorts } = nodeSockets()

describe('a canary', () => {
  test('that is answered says how soon, having said what it was told to', async () => {
    await using server = await listen({
      onConnection: peer => {
        peer.socket.on('data', () => setTimeout(() => peer.socket.write('yes'), 50))
      },
    })
    const sighting = await canary(server.address, 'hello?', 5000)
    expect(sighting).toMatchObject({ saw: 'answer' })
    expect(sighting).toHaveProperty('tookMs', expect.closeTo(50, -3))
    expect((await server.peer(0)).text).toBe('hello?')
  })

  test('that hears nothing gives up when told', async () => {
    await using server = await listen()
    expect(await canary(server.address, 'hello?', 60)).toEqual({ saw: 'silence', waitedMs: 60 })
  })

  test('that nobody listens to is refused', async () => {
    const address = `127.0.0.1:${await freePort()}`
    expect(await canary(address, 'hello?', 5000)).toMatchObject({ saw: 'refused', detail: 'ECONNREFUSED' })
  })

  test('that is torn down is reset', async () => {
    await using server = await listen({
      onConnection: peer => peer.socket.once('data', () => peer.socket.resetAndDestroy()),
    })
    expect(await canary(server.address, 'hello?', 5000)).toMatchObject({ saw: 'reset', detail: 'ECONNRESET' })
  })

  test('that is hung up on without a word', async () => {
    await using server = await listen({ onConnection: peer => peer.socket.once('data', () => peer.socket.end()) })
    expect(await canary(server.address, 'hello?', 5000)).toMatchObject({
      saw: 'closed',
      detail: 'closed without an answer',
    })
  })

  test('that is answered and then reset was answered', async () => {
    await using server = await listen({
      onConnection: peer => {
        peer.socket.once('data', () => peer.socket.write('yes', () => peer.socket.resetAndDestroy()))
      },
    })
    expect((await canary(server.address, 'hello?', 5000)).saw).toMatch(/answer|reset/)
  })

  test('leaves no connection behind', async () => {
    await using server = await listen()
    await canary(server.address, 'hello?', 30)
    expect(await (await server.peer(0)).ending()).toMatch(/end|ECONNRESET|close/)
  })
})

describe('free ports', () => {
  test('are as many as asked for, each another one', async () => {
    const ports = await freePorts(60)
    expect(new Set(ports).size).toBe(60)
    expect(await freePorts(0)).toEqual([])
  })

  test('are free', async () => {
    const [port = 0] = await freePorts(1)
    const outcome = await new Promise(resolve => {
      const socket = connect({ host: '127.0.0.1', port })
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      socket.once('connect', () => resolve('somebody listens'))
    })
    expect(outcome).toBe('ECONNREFUSED')
  })
})
