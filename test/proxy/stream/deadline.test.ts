import { expect, test } from 'vitest'
import { realClock } from '../../../src/proxy/stream/clock.ts'
import { deadline } from '../../../src/proxy/stream/deadline.ts'
import { fakeClock } from '../fake-clock.ts'

function watched() {
  const clock = fakeClock()
  const reached: number[] = []
  return { clock, reached, end: deadline(clock, () => reached.push(clock.nowMs())) }
}

test('is reached once, when it is due', () => {
  const { clock, reached, end } = watched()
  end.set(100)
  clock.advance(1000)
  expect([reached, clock.pending]).toEqual([[100], 0])
})

test('moving it later costs no new timer, moving it earlier works', () => {
  const { clock, reached, end } = watched()
  end.set(100)
  end.set(300)
  expect(clock.pending).toBe(1)
  clock.advance(200)
  expect(reached).toEqual([])
  end.set(250)
  clock.advance(1000)
  expect(reached).toEqual([250])
})

test('never means never, and it can be set again after that', () => {
  const { clock, reached, end } = watched()
  end.set(100)
  end.set(undefined)
  expect(clock.pending).toBe(0)
  clock.advance(1000)
  expect(reached).toEqual([])
  end.set(500)
  clock.advance(1)
  expect(reached).toEqual([1000])
})

test('real time never runs out early', async () => {
  for (const delayMs of [0.3, 1, 2.7, 15]) {
    const startMs = realClock.nowMs()
    await new Promise<void>(resolve => deadline(realClock, resolve).set(startMs + delayMs))
    expect(realClock.nowMs() - startMs).toBeGreaterThanOrEqual(delayMs)
  }
})

test('a time beyond the reach of a timer is waited for', () => {
  let early = false
  const end = deadline(realClock, () => {
    early = true
  })
  end.set(realClock.nowMs() + 1e12)
  expect(early).toBe(false)
  end.set(undefined)
})
