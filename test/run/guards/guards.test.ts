import { describe, expect, test } from 'vitest'
import type { Guard } from '../../../src/model/scenario.ts'
import { guardFold } from '../../../src/run/guards/guards.ts'
import { samples } from '../../measure/timeline.ts'
import { faultWith, journalOf, UNDO } from '../../support/drill.ts'

const below = (belowRatio: number, forMs = 500, journey = 'ask'): Guard => ({
  id: `${journey} ${belowRatio}`,
  kind: 'journey',
  journey,
  belowRatio,
  forMs,
})

describe('a guard trips', () => {
  test.for([
    ['when nothing has been good for as long as it looks', below(0.5), 'xxxxxxxxx', 500],
    ['not before it has seen that long', below(0.5), 'xxxxx', undefined],
    ['when the good share falls below its limit', below(0.5), '.....xxxxx', 700],
    ['not at its limit: half good is not below a half', below(0.5, 400), '.x.x.x.x.x.x', undefined],
    ['just below its limit', below(0.51, 400), '.x.x.x.x.x.x', 400],
    ['not while all is well', below(0.99), '..........', undefined],
    ['not for what is long past', below(0.5), 'xx...........', undefined],
    ['at a single bad sample, if it is that strict', below(1), '......x', 600],
    ['never below nothing', below(0), 'xxxxxxxxxx', undefined],
    ['for every kind of bad', below(0.2), 'xstwce#ru', 500],
    ['not for a degraded answer', below(0.9), 'dddddddddd', undefined],
  ] as const)('%s', ([_, guard, drawing, dueMs]) => {
    expect(trips([guard], drawing)).toEqual(dueMs === undefined ? [] : [`${dueMs} ${guard.id}`])
  })

  test('in words that say how bad it was', () => {
    const fold = guardFold([below(0.5)])
    const said = events('.....xxxxx').flatMap(event => fold.see(event) ?? [])
    expect(said).toEqual([{ guard: 'ask 0.5', detail: 'availability of ask was 40 % over 500 ms, below 50 %' }])
  })
})

test('it trips once, however long it goes on', () => {
  expect(trips([below(0.5)], 'xxxxxxxxxxxxxxxx......xxxxxxxxxxx')).toHaveLength(1)
})

test('each guard trips by itself', () => {
  expect(trips([below(0.9), below(0.3)], '......xxxxxxxx')).toEqual(['600 ask 0.9', '900 ask 0.3'])
})

test('each looks at its own journey', () => {
  expect(trips([below(0.5, 500, 'pay')], 'xxxxxxxxxx')).toEqual([])
})

test('nothing trips before something has been broken, and then what was seen before counts', () => {
  const fold = guardFold([below(0.5)])
  const [intent, ...rest] = events('xxxxxxxx')
  const heard = [...rest.slice(0, 7), intent, ...rest.slice(7)].filter(event => event !== undefined)
  expect(heard.map(event => fold.see(event)?.guard)).toEqual([...Array(8).fill(undefined), 'ask 0.5'])
})

test('what else happens is none of its business', () => {
  const fold = guardFold([below(0.5)])
  for (const event of journalOf([[0, { type: 'drill.finished' }]])) expect(fold.see(event)).toBeUndefined()
})

/** The due time of each sample at which a guard trips, and its name. */
function trips(guards: readonly Guard[], drawing: string): readonly string[] {
  const fold = guardFold(guards)
  return events(drawing).flatMap(event => {
    const tripped = fold.see(event)
    return tripped === undefined || event.type !== 'sample' ? [] : [`${event.dueMs} ${tripped.guard}`]
  })
}

function events(drawing: string) {
  const intended = { type: 'fault.intended', fault: faultWith(), undo: UNDO, words: '' } as const
  return journalOf([
    [0, intended],
    ...samples(drawing).map(sample => [sample.dueMs, { type: 'sample', ...sample }] as const),
  ])
}
