import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { nodeSockets } from '../../src/world/node/sockets.ts'
import { freePort, hostAndPort, listen } from '../support/sockets.ts'
import { allHeard } from '../support/wait.ts'

const { canary, exchange, freePorts } = nodeSockets()

describe('a canary', () => {
  test('that is answered says how soon, having said what it was told to', async () => {
    await using server = await listen({
      onConnection: peer => {
        peer.socket.on('data', () => setTimeout(() => peer.socket.write('yes'), 50))
      },
    })
    const askedMs = performance.now()
    const sighting = await canary(server.address, 'hello?', 5000)
    const withinMs = performance.now() - askedMs
    expect(sighting).toEqual({ saw: 'answer', tookMs: expect.any(Number) })
    const tookMs = sighting.saw === 'answer' ? sighting.tookMs : Number.NaN
    // A timer may come a fraction of a millisecond early.
    expect(tookMs).toBeGreaterThan(49)
    expect(tookMs).toBeLessThanOrEqual(withinMs)
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

describe('an exchange', () => {
  test('counts what comes back, and in how many pieces, until it is hung up on', async () => {
    await using server = await listen({
      onConnection: ({ socket }) => {
        socket.once('data', () => {
          // Both sides are in this process: the time begins once the first piece has been heard, and it never meets the second.
          socket.write('one ', () => allHeard().then(() => setTimeout(() => socket.end('two'), 60)))
        })
      },
    })
    const { firstMs = 0, lastMs = 0, ...heard } = await exchange(server.address, 'hello?', { waitMs: 5000 })
    expect(heard).toEqual({ bytes: 7, pieces: 2, heard: 'one two', ended: 'closed', endedMs: expect.any(Number) })
    expect(lastMs - firstMs).toBeGreaterThan(40)
    expect(heard.endedMs).toBeGreaterThanOrEqual(lastMs)
    expect((await server.peer(0)).text).toBe('hello?')
  })

  test('keeps only the beginning of a long answer, and counts it all', async () => {
    const long = 'x'.repeat(200_000)
    await using server = await listen({ onConnection: ({ socket }) => socket.once('data', () => socket.end(long)) })
    const { bytes, heard } = await exchange(server.address, 'hello?', { waitMs: 5000 })
    expect([bytes, heard.length]).toEqual([200_000, 65_536])
  })

  test('that is left open says so when waiting is over, and hangs up', async () => {
    await using server = await listen({ onConnection: ({ socket }) => socket.once('data', () => socket.write('yes')) })
    const { ended, endedMs, bytes } = await exchange(server.address, 'hello?', { waitMs: 80 })
    expect([ended, bytes]).toEqual(['open', 3])
    expect(endedMs).toBeGreaterThanOrEqual(79)
    expect(await (await server.peer(0)).ending()).toMatch(/end|ECONNRESET|close/)
  })

  test('that ends its own side is heard to, and still listens', async () => {
    await using server = await listen({
      onConnection: ({ socket }) => socket.on('data', () => {}).on('end', () => socket.end('goodbye')),
    })
    const seen = await exchange(server.address, 'hello?', { waitMs: 5000, thenEnd: true })
    expect(seen).toMatchObject({ heard: 'goodbye', ended: 'closed' })
  })

  test('that is torn down after an answer is reset', async () => {
    await using server = await listen({
      onConnection: ({ socket }) => {
        socket.once('data', () => socket.write('yes', () => allHeard().then(() => socket.resetAndDestroy())))
      },
    })
    expect(await exchange(server.address, 'hello?', { waitMs: 5000 })).toMatchObject({ bytes: 3, ended: 'reset' })
  })

  test('with nobody is refused', async () => {
    const address = `127.0.0.1:${await freePort()}`
    expect(await exchange(address, 'hello?', { waitMs: 5000 })).toMatchObject({
      ...{ bytes: 0, pieces: 0, firstMs: undefined, lastMs: undefined },
      ended: 'refused',
    })
  })
})

describe('free ports', () => {
  test('are none that the system gives to whoever asks for any: what listens there may go and come back', async () => {
    await using any = await listen()
    const { port: given } = hostAndPort(any.address)
    const ports = await freePorts(20)
    expect(Math.max(...ports)).toBeLessThan(Math.min(given, 32_768))
    // Given once, they are not given again while there are others.
    expect((await freePorts(20)).filter(port => ports.includes(port))).toEqual([])
  })

  test('are others for programs that ask at the same time', async () => {
    const file = new URL('../../src/world/node/free-ports.ts', import.meta.url).href
    const program = `console.log((await (await import(${JSON.stringify(file)})).freePorts(20)).join(' '))`
    const asked = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        return (await text(child.stdout)).trim().split(' ')
      }),
    )
    expect(new Set(asked.flat()).size).toBe(80)
  })

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
