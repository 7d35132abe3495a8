import type http from 'node:http'
import { describe, expect, test } from 'vitest'
import { mockControl } from '../../src/mock/control-client.ts'
import type { DrillError } from '../../src/model/error.ts'
import { smallServer } from '../support/small-server.ts'
import { always, chatRequest, startMock } from './support.ts'

const down = always({ kind: 'status', status: 500 })

async function errorOf(act: Promise<unknown>): Promise<DrillError> {
  return act.then(
    () => Promise.reject(new Error('nothing was thrown')),
    error => error,
  )
}

/** A server that is no mock, and says this to everything. */
function impostor(answer: (response: http.ServerResponse) => void) {
  return smallServer((_, response) => answer(response))
}

describe('the control of a mock, as drills use it', () => {
  test('puts a fault, sees it hit, and clears it twice', async () => {
    await using mock = await startMock()
    await mock.control.put('drill.fault-1:openai', down)
    expect((await fetch(`${mock.url}/v1/chat/completions`, chatRequest())).status).toBe(500)
    expect(await mock.control.faults()).toEqual([
      { id: 'drill.fault-1:openai', fault: down, matched: 1, hits: 1, endsInMs: null },
    ])
    await mock.control.clear('drill.fault-1:openai')
    await mock.control.clear('drill.fault-1:openai')
    expect(await mock.control.faults()).toEqual([])
    expect((await fetch(`${mock.url}/v1/chat/completions`, chatRequest())).status).toBe(200)
    expect((await mock.control.stats()).faults).toEqual({ 'drill.fault-1:openai': { matched: 1, hits: 1 } })
    expect((await mock.control.requests(1)).map(request => request.status)).toEqual([200])
  })

  test('says what to do when nobody listens', async () => {
    const mock = await startMock()
    await mock.close()
    const error = await errorOf(mock.control.put('one', down))
    expect(error.code).toBe('MOCK_UNREACHABLE')
    expect(error.message).toMatch(
      /^Could not reach the mock's control endpoint at http:\/\/127.0.0.1:\d+: .*ECONNREFUSED/,
    )
    expect(error.hint).toContain('its faults ended with it')
  })

  test('gives up on a mock that does not answer', async () => {
    await using silent = await impostor(() => {})
    const error = await errorOf(mockControl(silent.url, 'token', { timeoutMs: 50 }).faults())
    expect(error.code).toBe('MOCK_UNREACHABLE')
    expect(error.message).toContain('timeout')
  })

  test('says so when the token is wrong', async () => {
    await using mock = await startMock()
    const error = await errorOf(mockControl(mock.controlUrl, 'wrong').clear('one'))
    expect(error.code).toBe('MOCK_REFUSED')
    expect(error.message).toContain('refused DELETE /faults/one with 401')
    expect(error.hint).toBe('use the token this mock was started with. Nothing was changed.')
  })

  test('hands on why a fault was refused', async () => {
    await using mock = await startMock()
    const error = await errorOf(mock.control.put('one', { ...down, shareRatio: 2 }))
    expect(error.code).toBe('MOCK_REFUSED')
    expect(error.message).toContain('shareRatio')
  })

  test('is not fooled by a server that is no mock', async () => {
    await using web = await impostor(response => response.end('<html>Welcome</html>'))
    expect((await errorOf(mockControl(web.url, 'token').faults())).code).toBe('MOCK_REFUSED')
  })
})
