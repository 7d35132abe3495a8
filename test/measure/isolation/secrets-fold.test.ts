import { describe, expect, test } from 'vitest'
import { secretsFold } from '../../../src/measure/isolation/secrets-fold.ts'
import type { Happening } from '../../../src/model/event.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { IntrusionOutcome } from '../../../src/model/isolation-event.ts'
import { journalOf, UNDO } from '../../support/drill.ts'

const leak: Fault = {
  id: 'f1',
  component: 'edge',
  atMs: 0,
  forMs: undefined,
  kind: 'credential.leak',
  tenant: 'globex',
  journey: 'ask',
  everyMs: 100,
}
const T0 = 5000

/** Tries every 100 ms from t0 on: `+` let in, `x` refused, `.` no answer. Each takes 10 ms. */
function tries(picture: string, intruder = 'f1', key = 'leaked'): readonly (readonly [number, Happening])[] {
  return [...picture].map((sign, n) => {
    const dueMs = T0 + n * 100
    const outcome: IntrusionOutcome = sign === '+' ? 'let-in' : sign === 'x' ? 'refused' : 'no-answer'
    return [
      dueMs + 10,
      { type: 'intruder.tried', intruder, key, dueMs, tookMs: 10, outcome, detail: `sign ${sign}` },
    ] as const
  })
}

function folded(told: readonly (readonly [number, Happening])[]) {
  const fold = secretsFold()
  const begun: readonly (readonly [number, Happening])[] = [
    [T0 - 5, { type: 'fault.intended', fault: leak, undo: UNDO, words: '' }],
    [T0 + 2, { type: 'fault.injected', fault: 'f1', startedMs: T0, ackMs: T0 + 2 }],
  ]
  for (const event of journalOf([...begun, ...told])) fold.see(event)
  return fold
}

describe('how long a stolen key opens doors', () => {
  test.for([
    ['refused from the fourth try on, which was answered after 310 ms', '+++xxxxx', 310, 110, 0],
    ['let in for 300 ms after a first refusal: the refusal counts only after that', '++xx+++xxx', 710, 110, 3],
    ['a server that says nothing lets nobody in, but refuses nobody either', '++...xx', 510, 410, 0],
    ['never refused', '++++++', null, 0, 0],
    ['refused, and let in again at the very end', '+xxxx+', null, 0, 1],
    ['refused at once', 'xxx', 10, 10, 0],
  ] as const)('%s', ([, picture, refusalMs, precisionMs, servedAfterwards]) => {
    expect(folded(tries(picture)).leakedKeys(null)).toEqual([
      { fault: 'f1', tenant: 'globex', declaredMs: T0, refusalMs, precisionMs, servedAfterwards, met: null },
    ])
  })
  test('an answer that comes after a refusal, to a try before it, is no door that opened again', () => {
    const late = tries('+++xxxxx').map(
      ([atMs, told], n) =>
        // The third takes 150 ms: the refusals of the fourth and of the fifth are heard before it.
        [n === 2 ? atMs + 140 : atMs, n === 2 ? { ...told, tookMs: 150 } : told] as const,
    )
    const heard = late.toSorted(([a], [b]) => a - b)
    expect(heard.map(([, told]) => told.type === 'intruder.tried' && told.outcome).slice(0, 5)).toEqual([
      'let-in',
      'let-in',
      'refused',
      'let-in',
      'refused',
    ])
    expect(folded(heard).leakedKeys(null)).toEqual(folded(tries('+++xxxxx')).leakedKeys(null))
  })
  test.for([
    [400, true],
    [250, null],
    [150, false],
  ] as const)('against a target of %d ms: %s', ([targetMs, met]) => {
    expect(folded(tries('+++xxx')).leakedKeys(targetMs)[0]?.met).toBe(met)
  })
})

describe('keys that must be refused', () => {
  test('a revoked key that opens the door for 300 ms is caught, and when', () => {
    expect(folded(tries('xxxxx+++xxxx', 'ask', 'revoked')).intruders()).toEqual([
      {
        intruder: 'ask',
        key: 'revoked',
        tried: 12,
        refused: 9,
        letIn: 3,
        unanswered: 0,
        firstLetInMs: T0 + 500,
        lastLetInMs: T0 + 700,
        detail: 'sign +',
      },
    ])
  })
  test('each key is counted by itself', () => {
    const fold = folded([...tries('xx', 'ask', 'revoked'), ...tries('x.', 'ask', 'forged')])
    expect(fold.intruders().map(({ key, refused, unanswered }) => [key, refused, unanswered])).toEqual([
      ['revoked', 2, 0],
      ['forged', 1, 1],
    ])
  })
})

describe('canaries', () => {
  test('planted, not planted, searched and seen', () => {
    const fold = folded([
      [
        100,
        { type: 'canary.planted', canary: 'c1', tenant: 'acme', place: 'history', planted: true, detail: 'status 200' },
      ],
      [
        110,
        {
          type: 'canary.planted',
          canary: 'c2',
          tenant: 'globex',
          place: 'history',
          planted: false,
          detail: 'status 500',
          stays: true,
        },
      ],
      [900, { type: 'canary.searched', answers: 40, place: 'answers' }],
      [950, { type: 'canary.seen', canary: 'c1', owner: 'acme', seenBy: 'globex', where: 'GET /v1/runs' }],
      [960, { type: 'canary.seen', canary: 'c1', owner: 'acme', seenBy: undefined, where: 'GET /v1/runs' }],
    ])
    expect(fold.canaries(60)).toEqual({
      planted: 1,
      notPlanted: ['history for globex (status 500)'],
      searched: 100,
      seen: 2,
      places: [{ place: 'history', planted: 1, seen: 2, stays: true }],
      sightings: [{ owner: 'acme', seenBy: 'globex', place: 'history', where: 'GET /v1/runs', atMs: 950, times: 2 }],
    })
  })
})
