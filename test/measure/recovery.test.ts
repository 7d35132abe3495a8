import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Case, inWords, recovered } from './drawn-recovery.ts'
import { samples } from './timeline.ts'

type Row = readonly [sentence: string, given: Case, seen: string]

const never: readonly Row[] = [
  ['nothing happens at all', { ask: '..........', t0: '  ^' }, 'never-down 0, verified 0, ±100'],
  ['degraded answers are good answers', { ask: '...dddd...', t0: '  ^' }, 'never-down 0, verified 0, ±100'],
  ['an outage over before the fault', { ask: 'xx........', t0: '     ^' }, 'never-down 0, verified 0, ±100'],
  ['an outage over at the very instant of the fault', { ask: 'xx......', t0: 210 }, 'never-down 0, verified 0, ±100'],
  [
    'an outage that began after we gave up',
    { ask: '......xx....', t0: '  ^', gaveUp: '     !' },
    'never-down 0, verified 0, ±100',
  ],
  [
    'the time until the act was acknowledged is doubt',
    { ask: '......', t0: '  ^', actMs: 30 },
    'never-down 0, verified 0, ±130',
  ],
  [
    'our own lateness is doubt: for so long nobody looked',
    { ask: '......', t0: '  ^', lateMs: { 3: 40 } },
    'never-down 0, verified 0, ±140',
  ],
  ['rarer samples are more doubt', { ask: '......', t0: 2000, everyMs: 1000 }, 'never-down 0, verified 0, ±1000'],
]

const restored: readonly Row[] = [
  [
    'one bad sample is an outage until the next good answer',
    { ask: '..x......', t0: '  ^' },
    'restored 110, verified 110, ±110',
  ],
  ['two bad samples', { ask: '..xx.....', t0: '  ^' }, 'restored 210, verified 210, ±110'],
  [
    'the time before the outage counts: users wait from the fault on',
    { ask: '....xx...', t0: '  ^' },
    'restored 410, verified 410, ±110',
  ],
  ['t0 between two samples', { ask: '..xx.....', t0: 150 }, 'restored 260, verified 260, ±110'],
  ['every kind of bad is bad', { ask: '..xrtcuesw...', t0: '  ^' }, 'restored 810, verified 810, ±110'],
  ['up but wrong is down', { ask: '..wwww...', t0: '  ^' }, 'restored 410, verified 410, ±110'],
  ['it comes back degraded', { ask: '..xxddddd', t0: '  ^' }, 'restored 210, verified 210, ±110'],
  ['good just long enough at the end', { ask: '..xx...', t0: '  ^' }, 'restored 210, verified 210, ±110'],
  ['down from the very first sample', { ask: 'xxx...', t0: '^' }, 'restored 310, verified 310, ±110'],
]

const blips: readonly Row[] = [
  ['a lucky retry ends nothing', { ask: '..x.x....', t0: '  ^' }, 'restored 310, verified 310, ±110'],
  [
    'nor do two in a row where three are asked for',
    { ask: '..x..x....', t0: '  ^' },
    'restored 410, verified 410, ±110',
  ],
  [
    'three do, and what follows is an outage of its own',
    { ask: '..x...x...', t0: '  ^' },
    'restored 510, verified 510, ±110',
  ],
  [
    'where one is enough, every good answer is a recovery',
    { ask: '..x.x.', t0: '  ^', stable: 1 },
    'restored 310, verified 310, ±110',
  ],
  [
    'where five are asked for, four are not enough',
    { ask: '..x....x.....', t0: '  ^', stable: 5 },
    'restored 610, verified 610, ±110',
  ],
  ['a blip just after it was back', { ask: '..xx....x....', t0: '  ^' }, 'restored 710, verified 710, ±110'],
  ['a blip as the last sample', { ask: '.........x', t0: '  ^' }, 'still-down 700, not verified, ±100'],
  ['a blip as the first sample after the fault', { ask: '...x.....', t0: '  ^' }, 'restored 210, verified 210, ±110'],
  [
    'a blip just before the fault, answered well just after it',
    { ask: '.x......', t0: '  ^' },
    'restored 10, verified 10, ±100',
  ],
  ['flapping', { ask: '..x.x.x.x.x...', t0: '  ^' }, 'restored 910, verified 910, ±110'],
  ['flapping two by two', { ask: '..xx..xx..xx...', t0: '  ^' }, 'restored 1010, verified 1010, ±110'],
  ['flapping to the end', { ask: '..x.x.x.x.', t0: '  ^' }, 'still-down 700, not verified, ±100'],
]

const several: readonly Row[] = [
  [
    'two outages: the end of the last one counts',
    { ask: '..xx....xx....', t0: '  ^' },
    'restored 810, verified 810, ±110',
  ],
  ['three', { ask: '..x...x...x...', t0: '  ^' }, 'restored 910, verified 910, ±110'],
  ['one before the fault, one after', { ask: 'x....xx...', t0: '   ^' }, 'restored 410, verified 410, ±110'],
  [
    'one after everything was put back: failing back hurt users too',
    { ask: '..xx..........x...', t0: '  ^' },
    'restored 1310, verified 1310, ±110',
  ],
  ['across the fault: it counts from the fault', { ask: 'xxxxx.....', t0: '  ^' }, 'restored 310, verified 310, ±110'],
  ['sick before, during and after', { ask: 'xxxxxxxxxx', t0: '  ^' }, 'still-down 700, not verified, ±100'],
  ['the last one has not ended', { ask: '..xx....xx..', t0: '  ^' }, 'still-down 900, not verified, ±100'],
]

const gaveUp: readonly Row[] = [
  [
    'down when we gave up: a lower bound',
    { ask: '..xxxxxxxx....', t0: '  ^', gaveUp: '       !' },
    'still-down 500, not verified, ±100',
  ],
  [
    'what came back after that came back because we healed it',
    { ask: '..xxxxxx....', t0: '  ^', gaveUp: '     !' },
    'still-down 300, not verified, ±100',
  ],
  ['back before we gave up', { ask: '..xxx.....', t0: '  ^', gaveUp: '      !' }, 'restored 310, verified 310, ±110'],
  [
    'answered well before, stable only after',
    { ask: '..xx...', t0: '  ^', gaveUp: 450 },
    'restored 210, verified 210, ±110',
  ],
  ['answered well at the very instant', { ask: '..xx...', t0: '  ^', gaveUp: 410 }, 'restored 210, verified 210, ±110'],
  ['answered well an instant later', { ask: '..xx...', t0: '  ^', gaveUp: 409 }, 'still-down 209, not verified, ±100'],
  [
    'a second outage after we gave up is not the fault’s',
    { ask: '..x.....x...', t0: '  ^', gaveUp: '      !' },
    'restored 110, verified 110, ±110',
  ],
  [
    'nobody was looking any more: only what was seen counts',
    { ask: '..xxx', t0: '  ^', gaveUp: 7_200_000 },
    'still-down 300, not verified, ±100',
  ],
  [
    'never ended and never given up: the journal just stops',
    { ask: '..xxx', t0: '  ^' },
    'still-down 200, not verified, ±100',
  ],
  [
    'good again, but not for long enough when it stops',
    { ask: '..xx..', t0: '  ^' },
    'still-down 300, not verified, ±100',
  ],
  [
    'down from the first sample, stopped at once',
    { ask: '..x', t0: '  ^', actMs: 5 },
    'still-down 0, not verified, ±105',
  ],
]

const precision: readonly Row[] = [
  [
    'a slow first good answer: it was back sometime since the last bad one was asked',
    { ask: '..xx.....', t0: '  ^', tookMs: { 4: 250 } },
    'restored 450, verified 450, ±350',
  ],
  [
    'slow bad answers add nothing',
    { ask: '..tt.....', t0: '  ^', tookMs: { 2: 5000, 3: 5000 } },
    'restored 210, verified 210, ±110',
  ],
  [
    'later good answers add nothing',
    { ask: '..xx.....', t0: '  ^', tookMs: { 5: 250, 6: 250 } },
    'restored 210, verified 210, ±110',
  ],
  [
    'answers that take no time: one interval',
    { ask: '..xx.....', t0: '  ^', tookMs: 0 },
    'restored 200, verified 200, ±100',
  ],
  [
    'a gap in sampling before the first good one',
    { ask: '..xx___.....', t0: '  ^' },
    'restored 510, verified 510, ±410',
  ],
  ['a gap inside the outage does not matter', { ask: '..x___x.....', t0: '  ^' }, 'restored 510, verified 510, ±110'],
  [
    'the time until the act was acknowledged',
    { ask: '..xx.....', t0: '  ^', actMs: 30 },
    'restored 210, verified 210, ±140',
  ],
  ['a sample a second', { ask: '..xx.....', t0: 2000, everyMs: 1000 }, 'restored 2010, verified 2010, ±1010'],
  [
    'the last bad one before the fault: it came back after the fault all the same',
    { ask: '.x______...', t0: '  ^' },
    'restored 610, verified 610, ±610',
  ],
  ['shed samples say nothing about the platform', { ask: '..xx##....', t0: '  ^' }, 'restored 410, verified 410, ±310'],
  [
    'nothing but shed samples: it may have been up all the time',
    { ask: '..##.....', t0: '  ^' },
    'restored 210, verified 210, ±210',
  ],
  [
    'what we blurred ourselves says nothing either',
    { ask: '..xxss....', t0: '  ^', tookMs: { 4: 300, 5: 300 }, lateMs: { 4: 200, 5: 100 } },
    'restored 410, verified 410, ±310',
  ],
  ['bad after shed is known again', { ask: '..x#x.....', t0: '  ^' }, 'restored 310, verified 310, ±110'],
]

const journeys: readonly Row[] = [
  [
    'the one that takes longer decides',
    { ask: '..xx.......', pay: '..xxxx.....', t0: '  ^' },
    'restored 410, verified 410, ±110',
  ],
  ['whichever it is', { ask: '..xxxx.....', pay: '..xx.......', t0: '  ^' }, 'restored 410, verified 410, ±110'],
  ['one never down', { ask: '..xx.......', pay: '...........', t0: '  ^' }, 'restored 210, verified 210, ±110'],
  ['one after the other', { ask: '..xx.......', pay: '......xx...', t0: '  ^' }, 'restored 610, verified 610, ±110'],
  ['one still down', { ask: '..xx.......', pay: '.........xx', t0: '  ^' }, 'still-down 800, not verified, ±100'],
  ['both never down', { ask: '......', pay: '......', t0: '  ^' }, 'never-down 0, verified 0, ±100'],
  ['one not asked since the fault: nobody knows', { ask: '..xx....', pay: '..', t0: '  ^' }, 'not-measured'],
]

const nothing: readonly Row[] = [
  ['no fault', { ask: '..xx....' }, 'not-measured'],
  ['no sample at all', { ask: '', t0: '  ^' }, 'not-measured'],
  ['no sample since the fault', { ask: '....', t0: '     ^' }, 'not-measured'],
  [
    'one sample since the fault is enough to say something',
    { ask: '.....', t0: '    ^' },
    'never-down 0, verified 0, ±100',
  ],
]

const ask = '..xx..........'
const t0 = '  ^'
const gates: readonly Row[] = [
  ['passed once it was back', { ask, t0, gates: { health: '       p' } }, 'restored 210, verified 550, ±110'],
  [
    'passed before it was back, and not asked again',
    { ask, t0, gates: { health: '   p' } },
    'restored 210, not verified, ±110',
  ],
  [
    'passed before it was back, and again after',
    { ask, t0, gates: { health: '   p    p' } },
    'restored 210, verified 650, ±110',
  ],
  [
    'asked just before the good answer, answered after it',
    { ask, t0, gates: { health: '    p' } },
    'restored 210, not verified, ±110',
  ],
  ['failed first', { ask, t0, gates: { health: '     f  p' } }, 'restored 210, verified 650, ±110'],
  ['undecided first', { ask, t0, gates: { health: '     ?  p' } }, 'restored 210, verified 650, ±110'],
  ['failed', { ask, t0, gates: { health: '     f  f' } }, 'restored 210, not verified, ±110'],
  ['never asked', { ask, t0, gates: { health: '' } }, 'restored 210, not verified, ±110'],
  ['both', { ask, t0, gates: { health: '     p', smoke: '      p' } }, 'restored 210, verified 450, ±110'],
  ['only one of two', { ask, t0, gates: { health: '     p', smoke: '' } }, 'restored 210, not verified, ±110'],
  [
    'one passed at first, the other at the second try',
    { ask, t0, gates: { health: '     p  p', smoke: '      f  p' } },
    'restored 210, verified 750, ±110',
  ],
  [
    'never both at once until the third try',
    { ask, t0, gates: { health: '     p  f  p', smoke: '      f  p  p' } },
    'restored 210, verified 950, ±110',
  ],
  [
    'a failure after all had passed unsays nothing',
    { ask, t0, gates: { health: '     p   f' } },
    'restored 210, verified 350, ±110',
  ],
  [
    'passed between two outages',
    { ask: '..xx.....xx.......', t0, gates: { health: '       p' } },
    'restored 910, not verified, ±110',
  ],
  [
    'passed between two outages, and again after',
    { ask: '..xx.....xx.......', t0, gates: { health: '       p       p' } },
    'restored 910, verified 1350, ±110',
  ],
  [
    'those of the baseline say nothing about the recovery',
    { ask, t0, during: 'baseline', gates: { health: '       p' } },
    'restored 210, not verified, ±110',
  ],
  [
    'nor do those after everything was put back',
    { ask, t0, during: 'healed', gates: { health: '       p' } },
    'restored 210, not verified, ±110',
  ],
  ['never down, passed', { ask: '..........', t0, gates: { health: '     p' } }, 'never-down 0, verified 350, ±100'],
  ['never down, failed', { ask: '..........', t0, gates: { health: '     f' } }, 'never-down 0, not verified, ±100'],
  [
    'never down, but a gate passed only when it was asked again: away until then',
    { ask: '..........', t0, gates: { health: '   f  p' } },
    'restored 0, verified 450, ±100',
  ],
  [
    'never down, and a gate that could not be decided at first: nobody knows that it was well',
    { ask: '..........', t0, gates: { health: '   ?  p' } },
    'restored 0, verified 450, ±100',
  ],
  [
    'never down, and what failed had failed before the fault',
    { ask: '..........', t0, gates: { health: 'f   p' } },
    'never-down 0, verified 250, ±100',
  ],
  [
    'never down, asked only before the fault',
    { ask: '..........', t0, gates: { health: ' p' } },
    'never-down 0, not verified, ±100',
  ],
  [
    'still down, although they pass',
    { ask: '..xxxxxxxx', t0, gates: { health: '     p' } },
    'still-down 700, not verified, ±100',
  ],
]

describe.for([
  ['never down', never],
  ['restored', restored],
  ['blips and flapping', blips],
  ['several outages', several],
  ['giving up', gaveUp],
  ['precision', precision],
  ['several journeys', journeys],
  ['nothing to go by', nothing],
  ['gates', gates],
] as const)('%s', ([_, rows]) => {
  test.for(rows)('%s', ([_sentence, given, seen]) => {
    expect(inWords(recovered(given))).toBe(seen)
  })
})

describe('whatever happens', () => {
  const drawing = fc.string({ unit: fc.constantFrom('.', '.', '.', 'x', '#', 's'), minLength: 3, maxLength: 60 })
  const cases = fc.record({
    ask: drawing,
    t0: fc.integer({ min: 0, max: 1000 }),
    stable: fc.integer({ min: 1, max: 6 }),
  })

  test('more good samples at the end change nothing about a recovery that was seen', () => {
    fc.assert(
      fc.property(cases, given => {
        const seen = recovered(given)
        fc.pre(seen.state === 'restored')
        expect(recovered({ ...given, ask: `${given.ask}......` })).toEqual(seen)
      }),
    )
  })

  test('every bad sample after the fault lies within the time it took to restore', () => {
    fc.assert(
      fc.property(cases, given => {
        const seen = recovered(given)
        const badMs = samples(given.ask).filter(sample => sample.bad !== undefined && sample.dueMs >= given.t0)
        fc.pre(seen.state === 'restored' || seen.state === 'never-down')
        for (const { dueMs } of badMs) expect(dueMs - given.t0).toBeLessThan(seen.restoredMs ?? 0)
      }),
    )
  })

  test('a platform that was up again at a known time is never measured below it, and within the precision above it', () => {
    const outage = fc.record({
      downMs: fc.integer({ min: 1, max: 900 }),
      lastsMs: fc.integer({ min: 101, max: 3000 }),
      tookMs: fc.integer({ min: 0, max: 99 }),
    })
    fc.assert(
      fc.property(outage, ({ downMs, lastsMs, tookMs }) => {
        const upMs = downMs + lastsMs
        const isDown = (dueMs: number) => dueMs >= downMs && dueMs < upMs
        const drawing = Array.from({ length: 60 }, (_, column) => (isDown(column * 100) ? 'x' : '.')).join('')
        const { restoredMs, precisionMs } = recovered({ ask: drawing, t0: downMs, tookMs })
        expect(restoredMs).toBeGreaterThanOrEqual(lastsMs)
        expect(restoredMs).toBeLessThanOrEqual(lastsMs + 100 + tookMs)
        expect((restoredMs ?? 0) - (precisionMs ?? 0)).toBeLessThanOrEqual(lastsMs)
      }),
    )
  })
})
