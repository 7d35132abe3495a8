import { describe, expect, test } from 'vitest'
import { transitionFold } from '../../src/report/chronicle/transition-fold.ts'
import { drawn, samples } from './samples.ts'

describe('the samples around each turn', () => {
  test('a journey goes down with its first bad sample, shown with four before and four after', () => {
    expect(turns('.......xxxxxxxxx', 3)).toEqual([{ to: 'down', atMs: 700, samples: '....xxxxx' }])
  })

  test('it comes back with the first of the good run, not with the sample that completed it', () => {
    expect(turns('..xxxxxx.....', 3)[1]).toEqual({ to: 'up', atMs: 800, samples: 'xxxx.....' })
  })

  test('one lucky sample is no return', () => {
    expect(turns('..xxx.xxx..xxx', 3)).toEqual([{ to: 'down', atMs: 200, samples: '..xxx.x' }])
  })

  test('a turn at the very end shows what there is', () => {
    expect(turns('.....x', 3)).toEqual([{ to: 'down', atMs: 500, samples: '....x' }])
  })

  test('a long proving run is not shown in full: as many samples after the turn as before it', () => {
    const [, up] = turns(`xxxxx${'.'.repeat(40)}`, 30)
    expect(up).toEqual({ to: 'up', atMs: 500, samples: 'xxxx.....' })
  })

  test('two turns close to each other both get their samples', () => {
    expect(turns('.....x.x...', 1).map(turn => turn.samples)).toEqual(['....x.x..', '...x.x...', '..x.x...', '.x.x...'])
  })

  test('of endless flapping the first and the last turns are kept, and the rest is counted', () => {
    const fold = transitionFold(1)
    for (const sample of samples('x.'.repeat(500))) fold.see(sample)
    const { transitions, transitionsOmitted } = fold.result()
    expect(transitions).toHaveLength(24)
    expect(transitionsOmitted).toBe(1000 - 24)
    expect(transitions[0]?.atMs).toBe(0)
    expect(transitions.at(-1)?.atMs).toBe(99_900)
  })
})

function turns(drawing: string, stable: number) {
  const fold = transitionFold(stable)
  for (const sample of samples(drawing)) fold.see(sample)
  return fold.result().transitions.map(turn => ({ ...turn, samples: drawn(turn.samples) }))
}
