import { expect, test } from 'vitest'
import { slowClose } from '../../../src/proxy/toxics/slow-close.ts'
import { staged } from '../staged.ts'

test('data passes at once, the end late', () => {
  const line = staged([[slowClose, { delay: 400 }]])
  line.send('a')
  line.clock.advance(100)
  line.end('fin')
  line.clock.advance(1000)
  expect(line.out).toEqual(['0 a', '500 (fin)'])
})

test('a reset passes at once', () => {
  const line = staged([[slowClose, { delay: 400 }]])
  line.end('reset')
  expect(line.out).toEqual(['0 (reset)'])
})

test('removing it while it waits closes at once', () => {
  const line = staged([[slowClose, { delay: 400 }]])
  line.end('close')
  line.clock.advance(100)
  line.remove()
  expect(line.out).toEqual(['100 (close)'])
})
