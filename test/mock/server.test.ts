import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { describe, expect, test } from 'vitest'
import { startMockServer } from '../../src/mock/server.ts'
import { startMock } from './support.ts'

async function listening(port = 0): Promise<Server & { readonly port: number }> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(server, { port: (server.address() as { port: number }).port })
}

describe('starting a mock', () => {
  test('takes two ports that are free, on loopback only', async () => {
    await using mock = await startMock()
    expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(mock.controlUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(mock.controlUrl).not.toBe(mock.url)
  })

  test('can take the ports and the address it is told', async () => {
    const taken = await listening()
    taken.close()
    await once(taken, 'close')
    await using mock = await startMock({ port: taken.port, host: 'localhost' })
    expect(new URL(mock.url).port).toBe(String(taken.port))
    expect((await fetch(`${mock.url}/v1/models`, { headers: { authorization: 'Bearer key' } })).status).toBe(200)
    expect(await mock.control.faults()).toEqual([])
  })

  test('on a port that is taken says so and starts nothing, not even on the other', async () => {
    const busy = await listening()
    const free = await listening()
    free.close()
    await once(free, 'close')
    await expect(startMock({ port: busy.port })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      message: `Port ${busy.port} of 127.0.0.1 is taken by another program.`,
      hint: 'choose another one with --port, or 0 for any that is free. Nothing was started.',
    })
    await expect(startMock({ port: free.port, controlPort: busy.port })).rejects.toMatchObject({ code: 'PORT_BUSY' })
    ;(await listening(free.port)).close()
    busy.close()
  })

  test('without a token for its control endpoint is refused', async () => {
    await expect(startMockServer({ token: '' })).rejects.toMatchObject({ code: 'USAGE' })
  })
})
