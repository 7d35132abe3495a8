import { expect, test } from 'vitest'
import { latency } from '../../../src/proxy/toxics/latency.ts'
import { limitData } from '../../../src/proxy/toxics/limit-data.ts'
import { noop } from '../../../src/proxy/toxics/noop.ts'
import { staged } from '../staged.ts'

test('passes so many bytes, cuts the last chunk, and closes', () => {
  const line = staged([[limitData, { bytes: 5 }]])
  line.send('abc')
  line.send('defg')
  line.send('h')
  line.end('fin')
  expect(line.out).toEqual(['0 abc', '0 de', '0 (close)'])
})

test('exactly the limit closes too', () => {
  const line = staged([[limitData, { bytes: 3 }]])
  line.send('abc')
  expect(line.out).toEqual(['0 abc', '0 (close)'])
})

test('a limit of 0 closes on the first data, not before', () => {
  const line = staged([[limitData, { bytes: 0 }]])
  expect(line.out).toEqual([])
  line.send('abc')
  expect(line.out).toEqual(['0 (close)'])
})

test('an end below the limit passes as it is', () => {
  const line = staged([[limitData, { bytes: 5 }]])
  line.send('abc')
  line.end('fin')
  expect(line.out).toEqual(['0 abc', '0 (fin)'])
})

test('what has passed counts on through updates', () => {
  const line = staged([[limitData, { bytes: 5 }]])
  line.send('abc')
  line.set({ bytes: 10 })
  line.send('defghijkl')
  expect(line.out).toEqual(['0 abc', '0 defghij', '0 (close)'])
  const lowered = staged([[limitData, { bytes: 10 }]])
  lowered.send('abc')
  lowered.set({ bytes: 2 })
  lowered.send('d')
  expect(lowered.out).toEqual(['0 abc', '0 (close)'])
})

test('its close waits behind the data in a latency after it', () => {
  const line = staged([
    [limitData, { bytes: 2 }],
    [latency, { latency: 100, jitter: 0 }],
  ])
  line.send('abc')
  line.clock.advance(1000)
  expect(line.out).toEqual(['100 ab', '100 (close)'])
})

test('noop does nothing but meet', () => {
  const line = staged([[noop, {}]])
  line.send('a')
  line.end('reset')
  expect([line.out, line.met]).toEqual([['0 a', '0 (reset)'], ['noop']])
})
