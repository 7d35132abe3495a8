import { describe, expect, test } from 'vitest'
import { waitFor } from '../../src/run/waiting.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

describe('waiting', () => {
  test('ends at once if there is something to see', async () => {
    expect(await waitFor(fakeClock(), () => 'seen', { limitMs: 0 })).toBe('seen')
  })
  test('ends as soon as there is, give or take a look', async () => {
    const clock = fakeClock()
    const look = () => (clock.nowMs() >= 500 ? clock.nowMs() : undefined)
    expect(await clock.drive(waitFor(clock, look, { limitMs: 10_000 }))).toBe(500)
  })
  test('gives up at its limit, having looked one last time', async () => {
    const clock = fakeClock()
    const looks: number[] = []
    const look = () => void looks.push(clock.nowMs())
    expect(await clock.drive(waitFor(clock, look, { limitMs: 50 }))).toBeUndefined()
    expect(looks).toEqual([0, 20, 40, 50])
  })
  test('is over when it is stopped, and says why', async () => {
    const clock = fakeClock()
    const stop = new AbortController()
    const waiting = waitFor(clock, () => undefined, { limitMs: 10_000, signal: stop.signal })
    stop.abort(new Error('the guard tripped'))
    await expect(waiting).rejects.toThrow('the guard tripped')
  })
})
