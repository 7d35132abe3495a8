import { expect, test } from 'vitest'
import { hold } from '../../../src/proxy/stream/hold.ts'
import { fakeClock } from '../fake-clock.ts'

test('nothing overtakes: what would be due before its predecessor goes together with it, and counts as that late', () => {
  const clock = fakeClock()
  const out: string[] = []
  const line = {
    attributes: {},
    clock,
    random: () => 0,
    joined: false,
    data: (chunk: Buffer, atMs: number) => void out.push(`${chunk} at ${clock.nowMs()}, as of ${atMs}`),
    end: (ending: string, atMs: number) => void out.push(`(${ending}) at ${clock.nowMs()}, as of ${atMs}`),
  }
  const delays = [100, 20]
  const stage = hold(line, { dueMs: (_bytes, atMs) => atMs + (delays.shift() ?? 0) })
  stage.data(Buffer.from('a'), 0)
  stage.data(Buffer.from('b'), 0)
  stage.end('fin', 0)
  clock.advance(1000)
  expect(out).toEqual(['a at 100, as of 100', 'b at 100, as of 100', '(fin) at 100, as of 100'])
})
