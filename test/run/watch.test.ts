import { describe, expect, test } from 'vitest'
import { makeWatch } from '../../src/run/watch.ts'
import { samples } from '../measure/timeline.ts'
import { journalOf, journeyWith } from '../support/drill.ts'

describe('stable since', () => {
  test.for([
    ['the first of enough good samples in a row', '..xx...', 0, 400],
    ['not yet enough', '..xx..', 0, undefined],
    ['still down', '..xx', 0, undefined],
    ['the beginning, if it was never down', '.......', 0, 0],
    ['the beginning, even if only what comes later counts: it was good all along', '.......', 250, 0],
    ['not before enough samples were due after that moment', '......', 300, undefined],
    ['samples at that very moment do not count', '......', 299, 0],
    ['the end of the last of several outages', '..x...x...', 0, 700],
    ['a lucky retry is not stable', '..x.x.', 0, undefined],
    ['a degraded answer is a good one', '..xddd', 0, 300],
    ['nothing was asked yet', '', 0, undefined],
  ] as const)('%s', ([_, drawing, afterMs, sinceMs]) => {
    expect(watched(drawing).stableSince(afterMs)).toBe(sinceMs)
  })

  test('when every journey is, since the last one is', () => {
    expect(watched('..xx......', '..xxxx....').stableSince(0)).toBe(600)
  })
  test('not while one journey is down', () => {
    expect(watched('..........', '........xx').stableSince(0)).toBeUndefined()
  })
  test('not while one journey has said nothing', () => {
    expect(watched('..........', '').stableSince(0)).toBeUndefined()
  })
  test('without journeys nobody can tell', () => {
    expect(makeWatch([]).stableSince(0)).toBeUndefined()
  })
})

describe('undegraded', () => {
  test.for([
    ['plain answers, enough in a row', 'ddd...', 0, true],
    ['one of the newest degraded', 'ddd.d.', 0, false],
    ['one of the newest bad', 'ddd.x.', 0, false],
    ['not enough since that moment', 'ddd...', 300, false],
    ['nothing asked', '', 0, false],
  ] as const)('%s', ([_, drawing, afterMs, undegraded]) => {
    expect(watched(drawing).undegraded(afterMs)).toBe(undegraded)
  })
  test('only when every journey is', () => {
    expect(watched('......', '.....d').undegraded(0)).toBe(false)
    expect(watched('......', '......').undegraded(0)).toBe(true)
  })
})

describe('the tally', () => {
  test('counts each journey’s samples, and keeps the newest bad one and every mode', () => {
    const tally = watched('..xw.dd', '...').tally()
    expect(tally.get('ask')).toEqual({
      samples: 7,
      bad: 2,
      lastBad: expect.objectContaining({ dueMs: 300, bad: 'wrong' }),
      modes: ['fallback'],
    })
    expect(tally.get('pay')).toEqual({ samples: 3, bad: 0, lastBad: undefined, modes: [] })
  })
})

describe('what a journey usually takes', () => {
  test('is the middle of its good answers', () => {
    expect(watched('...x.').usualMs('ask')).toBe(10)
  })
  test('is unknown as long as none was good', () => {
    expect(watched('xxx').usualMs('ask')).toBeUndefined()
    expect(watched('...').usualMs('no such journey')).toBeUndefined()
  })
})

test('samples of unknown journeys, and whatever else happens, are passed over', () => {
  const watch = makeWatch([journeyWith()])
  const ghost = samples('xxx', { journey: 'ghost' }).map(
    sample => [sample.dueMs, { type: 'sample', ...sample }] as const,
  )
  for (const event of journalOf([...ghost, [900, { type: 'drill.finished' }]])) watch.see(event)
  expect([...watch.tally().keys()]).toEqual(['ask'])
})

/** Journeys of which three good samples in a row are stable. */
function watched(ask: string, pay?: string) {
  const ids = pay === undefined ? ['ask'] : ['ask', 'pay']
  const watch = makeWatch(ids.map(id => journeyWith({ id })))
  const both = [...samples(ask), ...samples(pay ?? '', { journey: 'pay' })]
  for (const event of journalOf(both.map(sample => [sample.dueMs, { type: 'sample', ...sample }]))) watch.see(event)
  return watch
}
