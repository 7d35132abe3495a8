import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultFold } from '../../src/measure/folds/fault-fold.ts'
import { modeFold } from '../../src/measure/folds/mode-fold.ts'
import { pendingFold } from '../../src/measure/folds/pending-fold.ts'
import { rollbackFold } from '../../src/measure/folds/rollback-fold.ts'
import { signalFold } from '../../src/measure/folds/signal-fold.ts'
import { latencies } from '../../src/measure/latencies.ts'
import { coverage, merged, type Span, totalMs } from '../../src/measure/spans.ts'
import type { DrillEvent, Happening } from '../../src/model/event.ts'
import type { SignalRole } from '../../src/model/signal.ts'
import type { Actor, UndoOutcome } from '../../src/model/undo.ts'
import { faultWith, journalOf, journeyWith, platformWith, receivedSignal, startedWith, UNDO } from '../support/drill.ts'
import { samples } from './timeline.ts'

describe('spans', () => {
  test.for([
    ['none', [], 0],
    ['one', [[1, 4]], 3],
    [
      'apart',
      [
        [1, 2],
        [5, 7],
      ],
      3,
    ],
    [
      'overlapping count once',
      [
        [1, 5],
        [3, 8],
      ],
      7,
    ],
    [
      'one inside another',
      [
        [1, 9],
        [3, 4],
      ],
      8,
    ],
    [
      'touching become one',
      [
        [1, 3],
        [3, 5],
      ],
      4,
    ],
    [
      'in any order',
      [
        [5, 7],
        [1, 2],
        [6, 9],
      ],
      5,
    ],
    ['empty ones cover nothing', [[3, 3]], 0],
  ] as const)('%s', ([_, pairs, total]) => {
    expect(totalMs(spansOf(pairs))).toBe(total)
  })

  test('merged are as few as possible, in order', () => {
    expect(
      merged(
        spansOf([
          [5, 7],
          [1, 3],
          [3, 4],
          [6, 9],
        ]),
      ),
    ).toEqual(
      spansOf([
        [1, 4],
        [5, 9],
      ]),
    )
  })

  test('added up as they come in, almost in order, they cover the same', () => {
    const lengths = fc.array(
      fc.record({ gap: fc.integer({ min: -30, max: 30 }), long: fc.integer({ min: 1, max: 40 }) }),
      {
        maxLength: 200,
      },
    )
    fc.assert(
      fc.property(lengths, steps => {
        let at = 1000
        const spans = steps.map(({ gap, long }) => {
          at += gap + 15
          return { fromMs: at, toMs: at + long }
        })
        const sum = coverage()
        for (const span of spans) sum.add(span)
        expect(sum.totalMs()).toBe(totalMs(spans))
      }),
    )
  })
})

describe('latencies', () => {
  test('of nothing there are none', () => {
    expect(latencies().percentile(50)).toBeNull()
  })
  test('the middle, the slow end and the slowest, to three digits', () => {
    const seen = latencies()
    for (let ms = 1; ms <= 1000; ms++) seen.record(ms)
    for (const percent of [1, 50, 99, 99.9, 100]) {
      const ms = seen.percentile(percent) ?? 0
      expect(ms).toBeGreaterThanOrEqual(percent * 10)
      expect(ms).toBeLessThanOrEqual(percent * 10 * 1.001)
    }
  })
  test('tenths of a millisecond are told apart', () => {
    const seen = latencies()
    seen.record(0.3)
    expect(seen.percentile(50)).toBe(0.3)
  })
  test('an hour does not disturb it, nor does a time below zero', () => {
    const seen = latencies()
    seen.record(3_600_000)
    seen.record(-1)
    expect(seen.percentile(0)).toBe(0)
    expect(seen.percentile(100)).toBeGreaterThanOrEqual(3_600_000)
    expect(seen.percentile(100)).toBeLessThan(3_603_600)
  })
})

describe('degraded modes', () => {
  test('each degraded answer stands for one interval', () => {
    expect(modesIn('..ddd..')).toEqual({ seen: ['fallback'], degradedMs: 300, lastMs: 410, isOn: false })
  })
  test('none at all', () => {
    expect(modesIn('.......')).toEqual({ seen: [], degradedMs: 0, lastMs: null, isOn: false })
  })
  test('back and forth counts only the degraded answers', () => {
    expect(modesIn('.d.d.d.')).toMatchObject({ degradedMs: 300 })
  })
  test('still degraded at the end', () => {
    expect(modesIn('...dd')).toMatchObject({ degradedMs: 200, isOn: true })
  })
  test('two journeys degraded at once count once, in whatever order their answers came in', () => {
    expect(modesIn('..ddd...', '....ddd.')).toMatchObject({ degradedMs: 500 })
    expect(modesIn('....ddd.', '..ddd...')).toMatchObject({ degradedMs: 500 })
  })
  test('one journey still degraded is enough', () => {
    expect(modesIn('..dd....', '......dd')).toMatchObject({ isOn: true })
  })
})

// A journal that does not say how a signal is known.
const unknown = { came: 'polled', precisionMs: null, mail: null, deafSinceMs: null }

describe('signals', () => {
  test('the first one on after the fault detected it', () => {
    expect(
      signalsIn([
        ['breaker', 700, true],
        ['alert', 600, true],
      ]).first(500, ['detected']),
    ).toMatchObject({ name: 'alert', atMs: 600 })
  })
  test('one that was on before the fault detected nothing', () => {
    expect(signalsIn([['alert', 100, true]]).first(500, ['detected'])).toBeNull()
  })
  test('one that came on again did', () => {
    expect(
      signalsIn([
        ['alert', 100, true],
        ['alert', 200, false],
        ['alert', 900, true],
      ]).first(500, ['detected']),
    ).toMatchObject({ name: 'alert', atMs: 900 })
  })
  test('without a fault there is nothing to detect', () => {
    expect(signalsIn([['alert', 100, true]]).first(null, ['detected'])).toBeNull()
  })
  test('those expected come first, those that came unasked after them', () => {
    const fold = signalsIn([
      ['alert', 100, true],
      ['breaker', 600, true],
      ['breaker', 800, false],
    ])
    expect(fold.measures(['breaker', 'pager'], 500)).toEqual([
      { ...unknown, name: 'breaker', expected: true, firstOnMs: 600, lastOffMs: 800 },
      { ...unknown, name: 'pager', expected: true, firstOnMs: null, lastOffMs: null },
      { ...unknown, name: 'alert', expected: false, firstOnMs: null, lastOffMs: null },
    ])
  })
  test('what tells users tells nothing of having noticed: each role counts for itself, the earliest of them first', () => {
    const fold = signalFold()
    const roles = { told: 'communicated', over: 'failed-over', paged: 'detected' } as const
    const signals = Object.entries(roles).map(([id, role]) => receivedSignal({ id, role }))
    fold.see({ ...startedWith({ platform: platformWith({ signals }) }), seq: 0, atMs: 0, wall: '' })
    for (const [seq, signal] of ['told', 'paged', 'over'].entries()) {
      const at = { seq: seq + 1, atMs: 600 + seq * 100, heardMs: 600 + seq * 100, wall: '' }
      fold.see({ ...at, type: 'signal.changed', signal, on: true, detail: '' })
    }
    const firstOf = (...wanted: readonly SignalRole[]) => fold.first(500, wanted)?.name
    expect([
      firstOf('detected', 'degraded', 'failed-over'),
      firstOf('failed-over'),
      firstOf('communicated'),
      firstOf('degraded'),
    ]).toEqual(['paged', 'over', 'told', undefined])
  })
  test('what is posted came on when it was heard, not when there was time to note it', () => {
    const fold = signalFold()
    const platform = platformWith({ signals: [receivedSignal({ id: 'paged' })] })
    fold.see({ ...startedWith({ platform }), seq: 0, atMs: 0, wall: '' })
    fold.see({
      seq: 1,
      atMs: 940,
      wall: '',
      type: 'signal.changed',
      signal: 'paged',
      on: true,
      detail: '',
      heardMs: 700,
    })
    const closed = {
      type: 'mailbox.closed',
      address: 'x',
      signals: ['paged'],
      posts: 1,
      refused: 2,
      lost: null,
    } as const
    fold.see({ seq: 2, atMs: 2000, wall: '', ...closed })
    expect(fold.first(500, ['detected'])).toEqual({ name: 'paged', atMs: 700, precisionMs: 0 })
    expect(fold.measures(['paged'], 500)).toMatchObject([
      { firstOnMs: 700, came: 'received', precisionMs: 0, mail: { posts: 1, refused: 2 }, deafSinceMs: null },
    ])
  })
  test('what is received with something that broke off is deaf from then on', () => {
    const fold = signalFold()
    const closed = { type: 'mailbox.closed', address: 'x', signals: ['paged'], posts: 0, refused: 0 } as const
    fold.see({ seq: 1, atMs: 900, wall: '', ...closed, lost: 'the port was closed' })
    expect(fold.measures(['paged'], 500)).toMatchObject([{ name: 'paged', deafSinceMs: 900 }])
  })
  test('without a fault their first time of all is told', () => {
    expect(signalsIn([['alert', 100, true]]).measures([], null)).toMatchObject([{ name: 'alert', firstOnMs: 100 }])
  })
})

describe('faults', () => {
  test('are followed from intent to undo', () => {
    const fold = faultFold()
    follow(fold, [intended('f1'), injected('f1', 100, 104), effect('f1', 'bitten'), undone('f1')])
    expect(fold.measures()).toMatchInlineSnapshot(`
      [
        {
          "component": "openai",
          "effect": "bitten",
          "id": "f1",
          "injectedMs": 100,
          "intendedMs": 0,
          "kind": "refuse",
          "seen": "a canary was refused",
          "undo": "undone: as it was",
          "undoneMs": 3,
          "words": "openai refuses",
        },
      ]
    `)
  })
  test('t0 is the first act, and what its acknowledgement took is known', () => {
    const fold = faultFold()
    follow(fold, [intended('f1'), injected('f1', 100, 104), intended('f2'), injected('f2', 900, 990)])
    expect([fold.t0Ms(), fold.actMs()]).toEqual([100, 4])
  })
  test('only intended is no t0', () => {
    const fold = faultFold()
    follow(fold, [intended('f1')])
    expect([fold.t0Ms(), fold.actMs(), fold.firstUndoneMs()]).toEqual([null, 0, null])
  })
  test('one that could not be done did not bite', () => {
    const fold = faultFold()
    follow(fold, [intended('f1'), { type: 'fault.refused', fault: 'f1', error: 'connection refused' }])
    expect(fold.measures()).toMatchObject([{ effect: 'not-bitten', seen: 'connection refused', injectedMs: null }])
  })
  test('an undo that failed is no undo, until it is tried again', () => {
    const fold = faultFold()
    follow(fold, [
      intended('f1'),
      injected('f1', 1, 1),
      undone('f1', { state: 'failed', detail: 'refused', command: 'x' }),
    ])
    expect(fold.firstUndoneMs()).toBeNull()
    expect(fold.measures()).toMatchObject([{ undoneMs: null, undo: 'failed: refused' }])
    follow(fold, [undone('f1')], 50)
    expect(fold.firstUndoneMs()).toBe(50)
  })
  test('the first of several undos is where failing back begins', () => {
    const fold = faultFold()
    follow(fold, [intended('f1'), intended('f2'), undone('f2'), undone('f1')])
    expect(fold.firstUndoneMs()).toBe(2)
  })
  test('what happens to a fault nobody intended is passed over', () => {
    const fold = faultFold()
    follow(fold, [undone('f9'), effect('f9', 'bitten')])
    expect(fold.measures()).toEqual([])
  })
})

describe('what is still to be put back', () => {
  const of = (happenings: readonly Happening[]) => {
    const fold = pendingFold()
    follow(fold, happenings)
    const { undos, processes } = fold.pending()
    return [
      ...undos.map(undo => `${undo.of} ${undo.id}`),
      ...processes.map(({ role, identity }) => `${role} ${identity.pid}`),
    ]
  }
  test.for([
    ['nothing yet', [], []],
    ['an intent alone', [intended('f1')], ['fault f1']],
    ['an injected fault', [intended('f1'), injected('f1', 1, 1)], ['fault f1']],
    [
      'one that was refused: who knows what of it happened',
      [intended('f1'), { type: 'fault.refused', fault: 'f1', error: 'x' }],
      ['fault f1'],
    ],
    ['undone', [intended('f1'), undone('f1')], []],
    ['gone with its server', [intended('f1'), undone('f1', { state: 'gone', detail: '' })], []],
    ['an undo that failed', [intended('f1'), undone('f1', { state: 'failed', detail: '', command: '' })], ['fault f1']],
    ['the newest first', [route('openai'), intended('f1'), intended('f2')], ['fault f2', 'fault f1', 'route openai']],
    ['a route that was closed', [route('openai'), closed('openai')], []],
    [
      'a route that would not close',
      [route('openai'), closed('openai', { state: 'failed', detail: '', command: '' })],
      ['route openai'],
    ],
    ['a fault and a route of the same name are two things', [route('x'), intended('x'), undone('x')], ['route x']],
    ['processes, the newest first', [process('proxy', 11), process('stage', 12)], ['stage 12', 'proxy 11']],
    ['a process that ended', [process('proxy', 11), processEnded('proxy', 11)], []],
    [
      'a process number used again is another process',
      [process('proxy', 11, 'a'), process('stage', 11, 'b'), processEnded('proxy', 11, 'a')],
      ['stage 11'],
    ],
  ] as const)('%s', ([_, happenings, pending]) => {
    expect(of(happenings)).toEqual(pending)
  })
})

describe('the rollback', () => {
  const of = (happenings: readonly Happening[]) => {
    const fold = rollbackFold()
    follow(fold, happenings)
    return fold.measure()
  }
  const left = [{ where: 'Toxiproxy', what: 'toxic x', command: 'y' }]
  test('is complete when everything is undone and a look around found nothing', () => {
    expect(of([intended('f1'), undone('f1'), scanned([])])).toEqual({
      complete: true,
      scanned: true,
      looked: ['Toxiproxy'],
      leftBehind: [],
    })
  })
  test('is not complete while an undo is pending, whatever the look found', () => {
    expect(of([intended('f1'), scanned([])])).toMatchObject({ complete: false, scanned: true })
  })
  test('is not complete if the look found something', () => {
    expect(of([intended('f1'), undone('f1'), scanned(left)])).toMatchObject({ complete: false, leftBehind: left })
  })
  test('the last look counts: recovering later can make it complete', () => {
    expect(of([intended('f1'), scanned(left), undone('f1'), scanned([], 'recover')])).toMatchObject({ complete: true })
  })
  test('without a look nobody knows', () => {
    expect(of([intended('f1'), undone('f1')])).toMatchObject({ complete: true, scanned: false, looked: [] })
  })
})

function spansOf(pairs: readonly (readonly [number, number])[]): readonly Span[] {
  return pairs.map(([fromMs, toMs]) => ({ fromMs, toMs }))
}

function modesIn(ask: string, pay = '') {
  const fold = modeFold()
  const journeys = [journeyWith({ id: 'ask' }), journeyWith({ id: 'pay' })]
  fold.see({ ...stamp(0), ...startedWith({ platform: platformWith({ journeys }) }) })
  const both = [...samples(ask), ...samples(pay, { journey: 'pay' })]
  for (const sample of both) fold.see({ ...stamp(sample.dueMs), type: 'sample', ...sample })
  return { seen: fold.seen(), degradedMs: fold.degradedMs(), lastMs: fold.lastMs(), isOn: fold.isOn() }
}

function signalsIn(changes: readonly (readonly [signal: string, atMs: number, on: boolean])[]) {
  const fold = signalFold()
  const happenings = changes.map(
    ([signal, atMs, on]) => [atMs, { type: 'signal.changed', signal, on, detail: '' }] as const,
  )
  for (const event of journalOf(happenings)) fold.see(event)
  return fold
}

/** One happening each millisecond. */
function follow(fold: { see(event: DrillEvent): void }, happenings: readonly Happening[], fromMs = 0): void {
  for (const event of journalOf(happenings.map((happening, i) => [fromMs + i, happening]))) fold.see(event)
}

function stamp(atMs: number) {
  return { seq: 0, atMs, wall: '' }
}

function intended(id: string): Happening {
  return { type: 'fault.intended', fault: faultWith({ id }), undo: UNDO, words: 'openai refuses' }
}
function injected(fault: string, startedMs: number, ackMs: number): Happening {
  return { type: 'fault.injected', fault, startedMs, ackMs }
}
function effect(fault: string, state: 'bitten' | 'not-bitten'): Happening {
  return { type: 'fault.effect', fault, effect: { state, seen: 'a canary was refused' } }
}
function undone(fault: string, outcome: UndoOutcome = { state: 'undone', detail: 'as it was' }): Happening {
  return { type: 'fault.undone', fault, outcome, by: 'conductor' }
}
function route(component: string): Happening {
  return { type: 'route.intended', component, listen: 'a:1', upstream: 'b:2', undo: UNDO }
}
function closed(component: string, outcome: UndoOutcome = { state: 'undone', detail: '' }): Happening {
  return { type: 'route.closed', component, outcome, by: 'conductor' }
}
function process(role: 'proxy' | 'stage', pid: number, born = '1'): Happening {
  return { type: 'process.started', role, identity: { pid, born }, group: role === 'stage' }
}
function processEnded(role: 'proxy' | 'stage', pid: number, born = '1'): Happening {
  return { type: 'process.ended', role, identity: { pid, born }, detail: 'exit code 0' }
}
function scanned(
  left: readonly { where: string; what: string; command: string }[],
  by: Actor = 'conductor',
): Happening {
  return { type: 'residue.scanned', looked: ['Toxiproxy'], left, by }
}
