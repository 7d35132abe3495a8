import { describe, expect, test } from 'vitest'
import { recordedTimes } from '../../src/load/recorded-times.ts'
import type { Recording } from '../../src/model/load.ts'

const read = (text: string, change: Partial<Recording> = {}) =>
  recordedTimes('r', text, { file: 'r', at: undefined, speed: 1, ...change })
const timesOf = (text: string, change: Partial<Recording> = {}) => {
  const times = read(text, change)
  return times.ok ? times.timesMs : times.problems.map(({ line, what }) => `${line}: ${what}`)
}

describe('when requests once came, whatever wrote it down', () => {
  test('one time in each line: from the start, a Unix time in any unit, or a date', () => {
    expect(timesOf('0\n12\n40.5\n')).toEqual([0, 12, 40.5])
    expect(timesOf('1750000000.25\n1750000001')).toEqual([0, 750])
    expect(timesOf('1750000000250\n1750000001000')).toEqual([0, 750])
    expect(timesOf('1750000000250000\n1750000001000000')).toEqual([0, 750])
    expect(timesOf('1750000000250000000\n1750000001000000000')).toEqual([0, 750])
    expect(timesOf('2026-03-01T12:00:00.250Z\n2026-03-01 12:00:01Z GET /\n2026-03-01T13:00:02+01:00')).toEqual([
      0, 750, 1750,
    ])
  })
  test('JSON lines, by the usual names or by a path', () => {
    expect(timesOf('{"ts":1750000000100,"x":1}\n\n{"ts":1750000000300}')).toEqual([0, 200])
    expect(timesOf('{"http":{"began":5}}\n{"http":{"began":9}}', { at: '$.http.began' })).toEqual([0, 4])
    expect(timesOf('{"began at":5}\n{"began at":9}', { at: 'began at' })).toEqual([0, 4])
  })
  test('a table with a head, quotes and commas in its cells', () => {
    expect(timesOf('path,time\n"/a,b",2026-03-01T12:00:00Z\n/c,2026-03-01T12:00:00.5Z\n')).toEqual([0, 500])
    expect(timesOf('a,b\n7,1\n9,2', { at: 'a' })).toEqual([0, 2])
  })
  test('an access log knows whole seconds: requests of one second are spread over it', () => {
    const line = (second: number) => `127.0.0.1 - - [01/Mar/2026:12:00:0${second} +0000] "GET /a, b HTTP/1.1" 200 2`
    expect(timesOf([line(1), line(1), line(1), line(1), line(3)].join('\n'))).toEqual([0, 250, 500, 750, 2000])
  })
  test('what was written late is put in order, and everything may go faster', () => {
    expect(timesOf('100\n0\n60')).toEqual([0, 60, 100])
    expect(timesOf('0\n100', { speed: 4 })).toEqual([0, 25])
  })
})

describe('what is no recording says why, line by line', () => {
  test('a line without a time', () => {
    expect(timesOf('5\nyesterday\n9')).toEqual(['2: "yesterday" is no time'])
    expect(timesOf('{"ts":1}\nnot json\n{"other":1}')).toEqual(['2: this line has no time', '3: this line has no time'])
  })
  test('a table without such a column', () => {
    expect(timesOf('path,when\n/,1', { at: 'time' })).toEqual(['1: this line has no time'])
  })
  test('nothing at all, or more than a journal should hold', () => {
    expect(timesOf('\n\n')).toEqual(['1: the recording holds no times'])
    expect(timesOf(Array.from({ length: 100_001 }, (_, n) => n).join('\n'))).toEqual([
      '1: the recording holds 100001 times',
    ])
  })
})
