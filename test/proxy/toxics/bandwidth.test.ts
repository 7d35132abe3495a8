import { expect, test } from 'vitest'
import { bandwidth } from '../../../src/proxy/toxics/bandwidth.ts'
import { staged } from '../staged.ts'

test('a large chunk comes in pieces of a tenth of a second', () => {
  const line = staged([[bandwidth, { rate: 1 }]])
  line.send('x'.repeat(250))
  line.clock.advance(1000)
  expect(line.out).toEqual([`100 ${'x'.repeat(100)}`, `200 ${'x'.repeat(100)}`, `250 ${'x'.repeat(50)}`])
})

test('chunks share the rate, and the end follows the last of them', () => {
  const line = staged([[bandwidth, { rate: 1 }]])
  line.send('a'.repeat(10))
  line.send('b'.repeat(20))
  line.end('fin')
  line.clock.advance(1000)
  expect(line.out).toEqual([`10 ${'a'.repeat(10)}`, `30 ${'b'.repeat(20)}`, '30 (fin)'])
})

test('time spent idle earns nothing', () => {
  const line = staged([[bandwidth, { rate: 1 }]])
  line.clock.advance(5000)
  line.send('x'.repeat(10))
  line.clock.advance(1000)
  expect(line.out).toEqual([`5010 ${'x'.repeat(10)}`])
})

test('a rate of 0 lets nothing through, not even the end, until it is removed', () => {
  const line = staged([[bandwidth, { rate: 0 }]])
  line.send('abc')
  line.end('fin')
  line.clock.advance(1e9)
  expect(line.out).toEqual([])
  line.remove()
  expect(line.out).toEqual(['1000000000 abc', '1000000000 (fin)'])
})

test('a rate of 0 that becomes more lets go what was next, and the rest at the new rate', () => {
  const line = staged([[bandwidth, { rate: 0 }]])
  line.send('a')
  line.send('b'.repeat(10))
  line.clock.advance(100)
  line.set({ rate: 1 })
  line.clock.advance(1000)
  expect(line.out).toEqual(['100 a', `110 ${'b'.repeat(10)}`])
})

test('the long run keeps the rate, however late timers fire', () => {
  const line = staged([[bandwidth, { rate: 1000 }]])
  for (let index = 0; index < 1000; index++) line.send('x'.repeat(10))
  line.clock.advance(9.5)
  expect(line.out.length).toBe(950)
  line.clock.advance(0.5)
  expect(line.out.length).toBe(1000)
})
