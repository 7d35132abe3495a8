import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { nodeClock } from '../../src/world/node/clock.ts'

const clock = nodeClock()

test('measures on a clock that only goes forward, and labels with a date', () => {
  const first = clock.nowMs()
  expect(clock.nowMs()).toBeGreaterThanOrEqual(first)
  expect(clock.wall()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test('sleeps at least so long, less the millisecond a timer may be early', async () => {
  const startedMs = clock.nowMs()
  await clock.sleep(50)
  expect(clock.nowMs() - startedMs).toBeGreaterThanOrEqual(49)
})

test('what is past due is not waited for', async () => {
  await clock.sleep(-1000)
  await clock.sleep(0)
})

test('who is woken learns why, not that a timer was stopped', async () => {
  const stop = new AbortController()
  const sleeping = clock.sleep(60_000, stop.signal)
  stop.abort(new Error('the guard tripped'))
  await expect(sleeping).rejects.toThrow('the guard tripped')
})

test('a sleep that is over has left nothing on the signal that could have ended it', async () => {
  const stop = new AbortController()
  const sleeping = clock.sleep(60_000, stop.signal)
  await clock.sleep(1, stop.signal)
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1)
  stop.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0)
})

test('who is told to stop before sleeping does not fall asleep', async () => {
  await expect(clock.sleep(60_000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
})

test('longer than Node’s timers can is long, not at once', async () => {
  const stop = new AbortController()
  let woken = false
  const sleeping = clock.sleep(Number.POSITIVE_INFINITY, stop.signal).then(() => {
    woken = true
  })
  await clock.sleep(30)
  expect(woken).toBe(false)
  stop.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
})
