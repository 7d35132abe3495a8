import { setImmediate as settled } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { keepSchedule, type Timing } from '../../src/probes/schedule.ts'

/** Questions every 100 ms on a clock that stands still until somebody moves it, and answers that come when they are told to. */
function asking() {
  const told: (Timing & { readonly n: number })[] = []
  const open: (() => void)[] = []
  const stop = new AbortController()
  let [nowMs, wake] = [0, () => {}]
  const clock = {
    nowMs: () => nowMs,
    wall: () => '',
    sleep: () => new Promise<void>(resolve => (wake = resolve)),
  }
  const done = keepSchedule(clock, {
    ...{ everyMs: 100, maxInFlight: 3, nowMs: clock.nowMs, signal: stop.signal },
    ask: () => new Promise<void>(resolve => open.push(resolve)),
    answered: (n, _, timing) => ({ n, ...timing }),
    shed: (n, timing) => ({ n: -n, ...timing }),
    emit: each => told.push(each),
  })
  return {
    told,
    async at(ms: number, { answer = 0 } = {}) {
      nowMs = ms
      for (const reply of open.splice(0, answer)) reply()
      await settled()
      wake()
      await settled()
    },
    async end() {
      stop.abort()
      for (const reply of open.splice(0)) reply()
      wake()
      await done
    },
  }
}

test('what was asked late took its time from when it was due, and says how much of that is our fault', async () => {
  const schedule = asking()
  await schedule.at(10, { answer: 1 })
  // Nobody could ask for 250 ms: two questions go out late, and are answered 10 ms later.
  await schedule.at(250)
  await schedule.at(260, { answer: 2 })
  await schedule.end()
  expect(schedule.told).toEqual([
    { n: 0, dueMs: 0, tookMs: 10, lateMs: 0 },
    { n: 1, dueMs: 100, tookMs: 160, lateMs: 150 },
    { n: 2, dueMs: 200, tookMs: 60, lateMs: 50 },
  ])
})

test('asks on without an answer, up to so many open questions; the next is shed and told in its place', async () => {
  const schedule = asking()
  for (const ms of [100, 200, 300, 400]) await schedule.at(ms)
  expect(schedule.told).toEqual([])
  await schedule.at(410, { answer: 3 })
  await schedule.end()
  expect(schedule.told).toEqual([
    { n: 0, dueMs: 0, tookMs: 410, lateMs: 0 },
    { n: 1, dueMs: 100, tookMs: 310, lateMs: 0 },
    { n: 2, dueMs: 200, tookMs: 210, lateMs: 0 },
    { n: -3, dueMs: 300, tookMs: 0, lateMs: 0 },
    { n: -4, dueMs: 400, tookMs: 0, lateMs: 0 },
  ])
})
