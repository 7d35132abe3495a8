import { expect, test } from 'vitest'
import { tally } from '../../../src/proxy/engine/tally.ts'

test('remembers the toxics made last, and not all there ever were', () => {
  const counts = tally()
  for (let index = 0; index < 1000; index++) counts.toxicMade(`t${index}`)
  counts.met('t0')
  // Made anew, it is no longer the oldest.
  counts.toxicMade('t0')
  counts.toxicMade('one more')
  const { met } = counts.traffic()
  expect(Object.keys(met).length).toBe(1000)
  expect([met.t0, met.t1, met.t2, met['one more']]).toEqual([0, undefined, 0, 0])
})
