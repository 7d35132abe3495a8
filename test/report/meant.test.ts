import { expect, test } from 'vitest'
import { meantWords } from '../../src/report/view/first-screen/meant.ts'
import { passedDrill, stillDownDrill, told } from './drills.ts'

const twin = told(stillDownDrill())

test('a sabotage twin that failed did what it was meant to', () => {
  expect(twin.view.meant).toBe(
    'This is a sabotage twin: a drill of a platform that was weakened so that it must fail. It failed, as it was meant to: the drill can tell.',
  )
})

test('one that did not fail says so: perhaps the drill cannot tell', () => {
  const said = (verdict: 'passed' | 'inconclusive') => meantWords({ ...twin.measures, verdict }, twin.picture)
  expect(said('passed')).toContain('It did not fail: either the platform is not as weak as the scenario says')
  expect(said('inconclusive')).toContain('this time the drill could not tell')
})

test('before anything was broken nobody knows', () => {
  expect(meantWords({ ...twin.measures, verdict: 'inconclusive', t0: null }, twin.picture)).toContain(
    'must fail. Nothing was broken.',
  )
})

test('of any other drill nothing is said', () => {
  expect(told(passedDrill()).view.meant).toBe('')
})
