import { describe, expect, test } from 'vitest'
import { journeyFold } from '../../src/measure/folds/journey-fold.ts'
import { measuring } from '../../src/measure/measuring.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import { journalOf, startedWith } from '../support/drill.ts'
import { inWords, recovered } from './drawn-recovery.ts'
import { broken, healed } from './story.ts'
import { samples } from './timeline.ts'

// Whole families of timelines, 100 ms a column, t0 at the third column unless a family says otherwise. Every answer takes 10 ms.

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('an outage that begins with the fault lasts until its first good answer', () => {
  test.for(numbers(1, 20))('%i bad samples', n => {
    expect(inWords(recovered({ ask: `..${'x'.repeat(n)}...`, t0: 200 }))).toBe(
      `restored ${n * 100 + 10}, verified ${n * 100 + 10}, ±110`,
    )
  })
})

describe('the time before an outage counts: nobody knew better', () => {
  test.for(numbers(0, 12))('%i good samples before three bad ones', n => {
    const ms = (n + 3) * 100 + 10
    expect(inWords(recovered({ ask: `..${'.'.repeat(n)}xxx...`, t0: 200 }))).toBe(
      `restored ${ms}, verified ${ms}, ±110`,
    )
  })
})

describe('an outage from before the fault counts from the fault on', () => {
  const cases = numbers(1, 5).flatMap(before => numbers(0, 4).map(after => ({ before, after })))
  test.for(cases)('$before bad before it, $after after it', ({ before, after }) => {
    const ask = `.${'x'.repeat(before)}${'x'.repeat(after)}...`
    const { state, restoredMs, precisionMs } = recovered({ ask, t0: (1 + before) * 100 })
    // With none after it, the first good sample was due at the fault and answered just after it.
    expect({ state, restoredMs, precisionMs }).toEqual({
      state: 'restored',
      restoredMs: after * 100 + 10,
      precisionMs: after === 0 ? 100 : 110,
    })
  })
})

describe('good samples between bad ones end an outage only if there are enough in a row', () => {
  const cases = numbers(1, 6).flatMap(stable => numbers(0, 7).map(good => ({ stable, good })))
  test.for(cases)('$good good ones where $stable are asked for', ({ stable, good }) => {
    const fold = journeyFold({ id: 'ask', everyMs: 100, stable, good: { withinMs: 250 } })
    for (const sample of samples(`x${'.'.repeat(good)}x${'.'.repeat(stable)}`)) fold.see(sample)
    const last = (good + 2) * 100 + 10
    expect(fold.outages().map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(
      good >= stable
        ? [
            [0, 110],
            [(good + 1) * 100, last],
          ]
        : [[0, last]],
    )
  })
})

describe('where nobody looked, the precision says so', () => {
  test.for(numbers(0, 8))('a gap of %i samples before the first good one', gap => {
    const ms = (2 + gap) * 100 + 10
    expect(inWords(recovered({ ask: `..xx${'_'.repeat(gap)}...`, t0: 200 }))).toBe(
      `restored ${ms}, verified ${ms}, ±${(gap + 1) * 100 + 10}`,
    )
  })
  test.for(numbers(1, 8))('a gap of %i samples in the middle of an outage hides nothing', gap => {
    const ms = (2 + gap) * 100 + 10
    expect(inWords(recovered({ ask: `..x${'_'.repeat(gap)}x...`, t0: 200 }))).toBe(
      `restored ${ms}, verified ${ms}, ±110`,
    )
  })
  test.for(numbers(1, 8))('a gap of %i samples among good ones is no outage', gap => {
    expect(recovered({ ask: `...${'_'.repeat(gap)}...`, t0: 200 }).state).toBe('never-down')
  })
  test.for(numbers(1, 8))('a gap of %i samples at the end of the good ones ends nothing too early', gap => {
    expect(recovered({ ask: `..xx..${'_'.repeat(gap)}.`, t0: 200 }).restoredMs).toBe(210)
  })
})

describe('a late answer ends an outage when it comes, not when it was due', () => {
  test.for([0, 1, 10, 99, 100, 101, 250, 1000, 5000])('the first good one takes %i ms', tookMs => {
    expect(inWords(recovered({ ask: '..xx....', t0: 200, tookMs: { 4: tookMs } }))).toBe(
      `restored ${200 + tookMs}, verified ${200 + tookMs}, ±${100 + tookMs}`,
    )
  })
  test.for([0, 1, 10, 99, 100, 101, 250, 1000, 5000])('a bad one that takes %i ms changes nothing', tookMs => {
    expect(inWords(recovered({ ask: '..tx....', t0: 200, tookMs: { 2: tookMs } }))).toBe(
      'restored 210, verified 210, ±110',
    )
  })
})

describe('every way of being bad is an outage', () => {
  test.for([...'xrtcuesw'])('%s', letter => {
    // What counts as slow took longer than the 250 ms that it may.
    const tookMs = letter === 's' ? { 2: 300, 3: 300 } : 10
    expect(inWords(recovered({ ask: `..${letter}${letter}...`, t0: 200, tookMs }))).toBe(
      'restored 210, verified 210, ±110',
    )
  })
})

describe('t0 lies anywhere between two samples', () => {
  test.for(numbers(0, 10).map(n => 100 + n * 10))('at %i ms', t0 => {
    const ms = 410 - t0
    expect(inWords(recovered({ ask: '..xx....', t0 }))).toBe(`restored ${ms}, verified ${ms}, ±110`)
  })
})

describe('the interval is the grain of everything', () => {
  test.for([1, 10, 50, 100, 1000, 60_000, 3_600_000])('a sample every %i ms', everyMs => {
    const ms = 2 * everyMs + 10
    expect(inWords(recovered({ ask: '..xx....', t0: 2 * everyMs, everyMs }))).toBe(
      `restored ${ms}, verified ${ms}, ±${everyMs + 10}`,
    )
  })
})

describe('this machine was suspended: what is asked late proves nothing', () => {
  test.for(numbers(1, 10))('for %i samples, while the platform came back: the precision holds the whole time', n => {
    // On waking all of them are asked at once; the platform answers well, but too late for no fault of its own.
    const slept = Object.fromEntries(numbers(0, n - 1).map(i => [4 + i, (n - i) * 100 + 300]))
    const tookMs = Object.fromEntries(Object.entries(slept).map(([column, ms]) => [column, ms + 10]))
    const seen = recovered({ ask: `..xx${'s'.repeat(n)}...`, t0: 200, lateMs: slept, tookMs })
    expect(inWords(seen)).toBe(`restored ${(2 + n) * 100 + 10}, verified ${(2 + n) * 100 + 10}, ±${(n + 1) * 100 + 10}`)
  })
  test.for(numbers(1, 10))(
    'for %i samples of a platform that was never down: nothing is proven, and that is said',
    n => {
      const lateMs = Object.fromEntries(numbers(0, n - 1).map(i => [3 + i, (n - i) * 100 + 300]))
      const tookMs = Object.fromEntries(Object.entries(lateMs).map(([column, ms]) => [column, ms + 10]))
      const { state, restoredMs, precisionMs } = recovered({ ask: `...${'s'.repeat(n)}...`, t0: 200, lateMs, tookMs })
      expect(state).toBe('restored')
      // The error bar reaches back to t0: it may never have been away.
      expect(precisionMs).toBeGreaterThanOrEqual(restoredMs ?? Number.POSITIVE_INFINITY)
    },
  )
})

describe('the clock on the wall is a label', () => {
  const HOUR = 3_600_000
  test.for([-24 * HOUR, -HOUR, -1, 1, HOUR, 24 * HOUR])('it jumps by %i ms in the middle: the same numbers', jumpMs => {
    const asked = samples('..xxx.....').map(
      sample => [sample.dueMs + sample.tookMs, { type: 'sample', ...sample }] as const,
    )
    const events = journalOf([[0, startedWith()], ...asked, ...broken(200), ...healed(2000)])
    const jumped = events.map(event => (event.atMs < 350 ? event : { ...event, wall: later(event.wall, jumpMs) }))
    expect(numbersOf(jumped)).toEqual(numbersOf(events))
  })
})

describe('every timeline there is', () => {
  // One test for each: together they are seconds of nothing but counting, which a busy machine makes more of than a test may take.
  test.for([1, 2, 3])(
    'of up to nine samples, good, bad or not asked, is measured as the definition says it, %i in a row',
    stable => {
      let seen = 0
      // Compared by hand: so many calls of expect would take most of the time.
      const wrong: string[] = []
      for (const ask of timelines(9)) {
        const fold = journeyFold({ id: 'ask', everyMs: 100, stable, good: { withinMs: 250 } })
        for (const sample of samples(ask)) fold.see(sample)
        const outages = fold.outages().map(({ fromMs, toMs }) => [fromMs, toMs])
        const right = byDefinition(ask, stable)
        if (JSON.stringify(outages) !== JSON.stringify(right)) wrong.push(`${ask}: ${outages}`)
        seen++
      }
      expect(wrong).toEqual([])
      expect(seen).toBe(29_523)
    },
  )
})

/** All drawings of one to so many columns. */
function* timelines(columns: number, drawn = ''): Generator<string> {
  if (drawn !== '') yield drawn
  if (drawn.length === columns) return
  for (const letter of '.x_') yield* timelines(columns, drawn + letter)
}

/** From a first bad sample to the first good one of so many good ones in a row, read off the drawing in so many words. */
function byDefinition(ask: string, stable: number): readonly (readonly [number, number | null])[] {
  const asked = [...ask]
    .map((letter, column) => ({ letter, dueMs: column * 100 }))
    .filter(({ letter }) => letter !== '_')
  const outages: [number, number | null][] = []
  for (let i = 0; i < asked.length; ) {
    const first = asked[i]
    if (first === undefined || first.letter === '.') {
      i++
      continue
    }
    const run = asked.findIndex(
      (_, at) =>
        at > i && at + stable <= asked.length && asked.slice(at, at + stable).every(({ letter }) => letter === '.'),
    )
    outages.push([first.dueMs, run === -1 ? null : (asked[run]?.dueMs ?? 0) + 10])
    i = run === -1 ? asked.length : run + stable
  }
  return outages
}

function later(wall: string, ms: number): string {
  return new Date(Date.parse(wall) + ms).toISOString()
}

function numbersOf(events: readonly DrillEvent[]) {
  const measure = measuring()
  for (const event of events) measure.see(event)
  const { startedAt: _, ...measured } = measure.result()
  return measured
}
