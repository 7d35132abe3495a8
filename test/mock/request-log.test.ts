import { expect, test } from 'vitest'
import { type LoggedRequest, requestLog } from '../../src/mock/request-log.ts'

const request: Omit<LoggedRequest, 'seq' | 'at'> = {
  dialect: 'openai',
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'm',
  status: 200,
  streamed: false,
  attempt: 1,
  fault: null,
  addedMs: null,
}

test('keeps the last requests, tells those after one, and forgets the oldest', () => {
  const log = requestLog(() => Date.UTC(2026, 0, 1), 3)
  expect(log.since(0)).toEqual([])
  for (let i = 0; i < 5; i++) log.add(request)
  expect(log.since(0).map(each => each.seq)).toEqual([3, 4, 5])
  expect(log.since(4)).toEqual([{ ...request, seq: 5, at: '2026-01-01T00:00:00.000Z' }])
  expect(log.since(5)).toEqual([])
  expect(log.since(500)).toEqual([])
})

test('counts all of them, also those forgotten', () => {
  const log = requestLog(() => 0, 1)
  log.add(request)
  log.add({ ...request, streamed: true, status: 429 })
  log.add({ ...request, dialect: 'anthropic', status: null })
  expect(log.totals()).toEqual({
    openai: { requests: 2, streamed: 1, byStatus: { 200: 1, 429: 1 } },
    anthropic: { requests: 1, streamed: 0, byStatus: { none: 1 } },
  })
})
