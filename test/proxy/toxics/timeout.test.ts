import { expect, test } from 'vitest'
import { timeout } from '../../../src/proxy/toxics/timeout.ts'
import { staged } from '../staged.ts'

test('swallows data and closes after the connection has been quiet for the timeout', () => {
  const line = staged([[timeout, { timeout: 300 }]])
  for (let index = 0; index < 9; index++) {
    line.send('x')
    line.clock.advance(100)
  }
  expect(line.out).toEqual([])
  line.clock.advance(1000)
  expect(line.out).toEqual(['1100 (close)'])
})

test('an idle connection is closed too', () => {
  const line = staged([[timeout, { timeout: 300 }]])
  line.clock.advance(1000)
  expect(line.out).toEqual(['300 (close)'])
  expect(line.met).toEqual(['timeout'])
})

test('a timeout of 0 or less never closes', () => {
  for (const never of [0, -1]) {
    const line = staged([[timeout, { timeout: never }]])
    line.send('x')
    line.clock.advance(1e9)
    expect(line.out).toEqual([])
  }
})

test('many chunks cost one timer', () => {
  const line = staged([[timeout, { timeout: 300 }]])
  for (let index = 0; index < 1000; index++) line.send('x')
  expect(line.clock.pending).toBe(1)
})

test('an end passes at once', () => {
  const line = staged([[timeout, { timeout: 300 }]])
  line.end('fin')
  expect(line.out).toEqual(['0 (fin)'])
})

test('an update counts from the last data and closes nothing by itself', () => {
  const line = staged([[timeout, { timeout: 0 }]])
  line.send('x')
  line.clock.advance(100)
  line.set({ timeout: 500 })
  expect(line.out).toEqual([])
  line.clock.advance(1000)
  expect(line.out).toEqual(['500 (close)'])
})

test('an update to a time that has passed closes at once', () => {
  const line = staged([[timeout, { timeout: 5000 }]])
  line.clock.advance(1000)
  line.set({ timeout: 500 })
  line.clock.advance(0)
  expect(line.out).toEqual(['1000 (close)'])
})

test('a removal closes: data is missing', () => {
  const line = staged([[timeout, { timeout: 0 }]])
  line.remove()
  expect(line.out).toEqual(['0 (close)'])
})
