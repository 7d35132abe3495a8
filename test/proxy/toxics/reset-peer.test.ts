import { expect, test } from 'vitest'
import { resetPeer } from '../../../src/proxy/toxics/reset-peer.ts'
import { staged } from '../staged.ts'

test('resets a while after the first data, which it swallows', () => {
  const line = staged([[resetPeer, { timeout: 50 }]])
  line.clock.advance(1000)
  line.send('a')
  line.clock.advance(20)
  line.send('b')
  line.clock.advance(1000)
  expect(line.out).toEqual(['1050 (reset)'])
})

test('resets instead of passing on a close', () => {
  for (const ending of ['fin', 'close'] as const) {
    const line = staged([[resetPeer, { timeout: 50 }]])
    line.end(ending)
    line.clock.advance(1000)
    expect(line.out).toEqual(['50 (reset)'])
  }
})

test('leaves an idle connection alone', () => {
  const line = staged([[resetPeer, { timeout: 0 }]])
  line.clock.advance(1e9)
  expect([line.out, line.met]).toEqual([[], []])
})

test('resets a connection that was there before, idle or not', () => {
  const line = staged([[resetPeer, { timeout: 50 }]], { joined: true })
  line.clock.advance(1000)
  expect(line.out).toEqual(['50 (reset)'])
  expect(line.met).toEqual(['reset_peer'])
})

test('an update moves the reset', () => {
  const line = staged([[resetPeer, { timeout: 5000 }]])
  line.send('a')
  line.clock.advance(100)
  line.set({ timeout: 150 })
  line.clock.advance(1000)
  expect(line.out).toEqual(['150 (reset)'])
})

test('a removal does not wait: what was swallowed is reset now, what was idle stays', () => {
  const waiting = staged([[resetPeer, { timeout: 5000 }]])
  waiting.send('a')
  waiting.clock.advance(100)
  waiting.remove()
  expect(waiting.out).toEqual(['100 (reset)'])
  const idle = staged([[resetPeer, { timeout: 5000 }]])
  idle.remove()
  expect(idle.out).toEqual([])
})

test('a reset on its way passes at once', () => {
  const line = staged([[resetPeer, { timeout: 5000 }]])
  line.end('reset')
  expect(line.out).toEqual(['0 (reset)'])
})
