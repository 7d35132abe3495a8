import { expect, test } from 'vitest'
import { latency } from '../../../src/proxy/toxics/latency.ts'
import { staged } from '../staged.ts'

test('everything is late by the same time, the end too, and nothing waits for its predecessor', () => {
  const line = staged([[latency, { latency: 200, jitter: 0 }]])
  line.send('a')
  line.clock.advance(40)
  line.send('b')
  line.end('fin')
  line.clock.advance(159)
  expect(line.out).toEqual([])
  line.clock.advance(1000)
  expect(line.out).toEqual(['200 a', '240 b', '240 (fin)'])
})

test('an end with nothing before it is not delayed', () => {
  const line = staged([[latency, { latency: 200, jitter: 0 }]])
  line.end('fin')
  expect(line.out).toEqual(['0 (fin)'])
})

test('twenty latencies of 10 ms are exactly 200 ms', () => {
  const line = staged(Array.from({ length: 20 }, () => [latency, { latency: 10, jitter: 0 }] as const))
  line.send('a')
  line.clock.advance(199)
  expect(line.out).toEqual([])
  line.clock.advance(1)
  expect(line.out).toEqual(['200 a'])
})

test('jitter stays within its bounds, reaches all of them, and never changes the order', () => {
  const line = staged([[latency, { latency: 100, jitter: 50 }]])
  for (let index = 0; index < 2000; index++) {
    line.send(String(index))
    line.clock.advance(1000)
  }
  const delays = line.out.map((entry, index) => Number(entry.split(' ')[0]) - index * 1000)
  expect([Math.min(...delays), Math.max(...delays)]).toEqual([50, 149])
  const close = staged([[latency, { latency: 100, jitter: 100 }]])
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    close.send(letter)
    close.clock.advance(1)
  }
  close.clock.advance(1000)
  expect(close.out.map(entry => entry.split(' ')[1]).join('')).toBe('abcdefghijklmnopqrstuvwxyz')
})

test('the same seed gives the same jitter', () => {
  const run = (seed: number) => {
    const line = staged([[latency, { latency: 100, jitter: 100 }]], { seed })
    for (const letter of 'abcdef') {
      line.send(letter)
      line.clock.advance(1000)
    }
    return line.out
  }
  expect(run(7)).toEqual(run(7))
  expect(run(7)).not.toEqual(run(8))
})

test('an update lets go what was next, and times the rest anew from when it came', () => {
  const line = staged([[latency, { latency: 3000, jitter: 0 }]])
  line.send('a')
  line.clock.advance(10)
  line.send('b')
  line.clock.advance(90)
  line.set({ latency: 600 })
  expect(line.out).toEqual(['100 a'])
  line.clock.advance(1000)
  expect(line.out).toEqual(['100 a', '610 b'])
})

test('a removal lets go everything at once, in order, with the end', () => {
  const line = staged([[latency, { latency: 3000, jitter: 0 }]])
  for (const letter of 'abc') line.send(letter)
  line.end('reset')
  line.clock.advance(5)
  line.remove()
  expect(line.out).toEqual(['5 a', '5 b', '5 c', '5 (reset)'])
  expect([line.held(), line.clock.pending]).toEqual([0, 0])
})

test('a negative latency or jitter is none', () => {
  const line = staged([[latency, { latency: -50, jitter: -50 }]])
  line.send('a')
  expect(line.out).toEqual(['0 a'])
})

test('a latency longer than a century is just a wait', () => {
  const line = staged([[latency, { latency: 5e18, jitter: 5e18 }]])
  line.send('a')
  line.clock.advance(1e9)
  expect(line.out).toEqual([])
  line.remove()
  expect(line.out).toEqual(['1000000000 a'])
})

test('what it holds is counted, tiny chunks with what they really cost', () => {
  const line = staged([[latency, { latency: 100, jitter: 0 }]])
  for (let index = 0; index < 10; index++) line.send('x')
  expect(line.held()).toBe(10 * (1 + 256))
  line.clock.advance(100)
  expect(line.held()).toBe(0)
})

test('long queues are let go whole and in order', () => {
  const line = staged([[latency, { latency: 100, jitter: 0 }]])
  for (let index = 0; index < 5000; index++) line.send(`${index};`)
  line.clock.advance(100)
  expect(line.out.map(entry => entry.split(' ')[1]).join('')).toBe(
    Array.from({ length: 5000 }, (_, index) => `${index};`).join(''),
  )
  expect(line.held()).toBe(0)
})
