import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fifo } from '../../src/probes/fifo.ts'

test('whatever is put and taken, things come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40, max: 60 }), { maxLength: 200 }), steps => {
      const queue = fifo<number>()
      const plain: number[] = []
      let next = 0
      for (const step of steps) {
        for (let n = 0; n < step; n++) {
          queue.put(next)
          plain.push(next++)
        }
        for (let n = 0; n > step; n--) expect(queue.take()).toBe(plain.shift())
        expect(queue.size).toBe(plain.length)
      }
    }),
  )
})
test('many thousand, put and taken in turns', () => {
  const queue = fifo<number>()
  for (let n = 0; n < 5000; n++) queue.put(n)
  for (let n = 5000; n < 20_000; n++) {
    queue.put(n)
    expect(queue.take()).toBe(n - 5000)
  }
  expect(queue.size).toBe(5000)
})
