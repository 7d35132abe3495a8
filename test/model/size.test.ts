import { describe, expect, test } from 'vitest'
import { formatSize, parseRate, parseSize } from '../../src/model/size.ts'

describe('an amount of data', () => {
  test.each([
    ['0B', 0],
    ['500B', 500],
    ['2KB', 2000],
    ['1.1KB', 1100],
    ['1.5MB', 1_500_000],
    ['100GB', 100_000_000_000],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each(['', '5', '5 KB', '5kb', '-1B', '0.5B', '1.0001KB', '99999999999GB', '2KB/s'])('"%s" is none', text => {
    expect(parseSize(text)).toBeUndefined()
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [1550, '1.55 KB'],
    [50_000, '50 KB'],
    [1_500_000, '1.5 MB'],
    [100_000_000_000, '100 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })
})

describe('a rate', () => {
  test.each([
    ['1KB/s', 1000],
    ['50KB/s', 50_000],
    ['1.5MB/s', 1_500_000],
  ])('%s is %d bytes a second', (text, bytes) => {
    expect(parseRate(text)).toBe(bytes)
  })

  test.each(['0KB/s', '500B/s', '1.5KB/s', '50KB', '50 KB/s'])('"%s" is none', text => {
    expect(parseRate(text)).toBeUndefined()
  })
})
