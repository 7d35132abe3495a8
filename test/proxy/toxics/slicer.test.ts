import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slicer } from '../../../src/proxy/toxics/slicer.ts'
import { staged } from '../staged.ts'

const TEXT = Array.from({ length: 100 }, (_, index) => String.fromCharCode(33 + (index % 90))).join('')

test('cuts by halves to about the average size, the delay apart', () => {
  const line = staged([[slicer, { average_size: 10, size_variation: 0, delay: 2000 }]])
  line.send(TEXT)
  line.clock.advance(1000)
  const sizes = line.out.map(entry => entry.length - entry.indexOf(' ') - 1)
  expect(sizes).toEqual([6, 6, 6, 7, 6, 6, 6, 7, 6, 6, 6, 7, 6, 6, 6, 7])
  expect(line.out.map(entry => Number(entry.split(' ')[0]))).toEqual(sizes.map((_, index) => index * 2))
  expect(line.out.map(entry => entry.slice(entry.indexOf(' ') + 1)).join('')).toBe(TEXT)
})

test('a delay shorter than a millisecond is kept on average', () => {
  const line = staged([[slicer, { average_size: 1, size_variation: 0, delay: 250 }]])
  line.send(TEXT)
  line.clock.advance(10)
  expect(line.out.length).toBe(41)
})

test('what was asked for by leaving everything out is not cut', () => {
  const line = staged([[slicer, { average_size: 0, size_variation: 0, delay: 0 }]])
  line.send(TEXT)
  expect(line.out).toEqual([`0 ${TEXT}`])
})

test('many pieces without a delay leave turns to others', () => {
  const line = staged([[slicer, { average_size: 1, size_variation: 0, delay: 0 }]])
  line.send('x'.repeat(1000))
  expect(line.out.length).toBe(256)
  line.clock.advance(0)
  expect(line.out.length).toBe(1000)
})

test('no attributes lose, change or reorder a byte, and none take for ever', () => {
  const size = fc.oneof(fc.nat(50), fc.nat(), fc.constant(2 ** 53))
  fc.assert(
    fc.property(
      size,
      size,
      fc.nat(5000),
      fc.array(fc.string({ minLength: 1, maxLength: 300 })),
      (average_size, size_variation, delay, chunks) => {
        const line = staged([[slicer, { average_size, size_variation, delay }]])
        for (const chunk of chunks) line.send(chunk)
        line.end('fin')
        line.clock.advance(1e9)
        const came = line.out.map(entry => entry.slice(entry.indexOf(' ') + 1))
        expect(came.pop()).toBe('(fin)')
        expect(came.join('')).toBe(Buffer.from(chunks.join(''), 'latin1').toString('latin1'))
        expect(came.every(piece => piece.length > 0)).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})
