import { expect, test } from 'vitest'
import { partViews } from '../../src/report/view/part-view.ts'
import { broken, healed, measured } from '../measure/story.ts'
import { samples } from '../measure/timeline.ts'
import { journeyWith } from '../support/drill.ts'

test('a journey has its figures before and after; a tenant or a journey of all tenants says where they are', () => {
  const journeys = ['acme', 'globex'].map(tenant => journeyWith({ id: `ask@${tenant}`, tenant }))
  const asked = [
    ...samples('....................', { journey: 'ask@acme' }),
    ...samples('......xx............', { journey: 'ask@globex' }),
  ]
  const drill = measured(asked, [...broken(500), ...healed(3000)], {
    platform: { journeys },
    scenario: {
      partTargets: [
        { of: 'journey', name: 'ask', rtoMs: 5000, rpoMs: undefined },
        { of: 'tenant', name: 'globex', rtoMs: 100, rpoMs: undefined },
      ],
    },
  })
  expect(
    partViews(drill).map(({ of, name, back, word, before, after }) => [of, name, back, word, before, after]),
  ).toEqual([
    ['journey', 'ask@acme', 'never down', 'No target set', SERVED, SERVED],
    ['journey', 'ask@globex', '310 ms ± 110 ms', 'No target set', SERVED, SERVED],
    ['journey', 'ask', '310 ms ± 110 ms', 'Within its target of 5 s', 'see its journeys', 'see its journeys'],
    ['tenant', 'globex', '310 ms ± 110 ms', 'Over its target of 100 ms', 'see its journeys', 'see its journeys'],
  ])
})

const SERVED = '10 good answers a second, half within 10 ms, 99 % within 10 ms'
