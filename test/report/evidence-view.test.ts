import { range } from 'd3-array'
import { describe, expect, test } from 'vitest'
import { drillView } from '../../src/report/view/drill-view.ts'
import { crashedDrill, guardedDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'

const fieldsOf = (make: typeof passedDrill) => told(make()).view.evidence.groups.flatMap(group => group.fields)
const textOf = (make: typeof passedDrill, number: number) => fieldsOf(make).find(each => each.number === number)?.text

describe('the evidence', () => {
  test.each([passedDrill, stillDownDrill, unhealthyDrill, guardedDrill, crashedDrill])(
    'of every drill has all fifty fields, each with something to say (%o)',
    make => {
      expect(fieldsOf(make).map(each => each.number)).toEqual(range(1, 51))
      expect(fieldsOf(make).filter(each => each.text === '')).toEqual([])
    },
  )

  test('names what this drill cannot show', () => {
    const missing = fieldsOf(passedDrill).filter(each => !each.evidenced)
    expect(new Set(missing.map(each => each.text))).toEqual(new Set(['not evidenced by this drill']))
    expect(missing.map(each => each.number)).toEqual([12, 15, 17, 18, 26, 27, 29, 30, 33, 34, 42, 44, 45, 48, 49])
  })

  test('a platform that did not come back was not restored', () => {
    expect(textOf(stillDownDrill, 31)).toBe('detected after 0.9 s; > 9 s'.replace('0.9 s', '910 ms'))
    expect(textOf(stillDownDrill, 28)).toBe('> 9 s, target 3 s. A lower bound: still down when the drill gave up.')
  })

  test('nobody is said to have watched where no guard was set', () => {
    expect(textOf(stillDownDrill, 25)).toBe('no guards were set')
    expect(textOf(passedDrill, 25)).toBe('1 guard watched all the time; none fired')
    expect(textOf(guardedDrill, 25)).toBe('ask below 20 %: availability of ask was 0 % for 3 s')
  })

  test('what is simulated is told from what is real', () => {
    expect(textOf(passedDrill, 14)).toBe('openai, anthropic: mock providers')
  })

  test('the journal is known by its hash', () => {
    const { measures, picture } = told(passedDrill())
    const view = drillView(measures, picture, { sha256: 'ab12' })
    expect(view.evidence.groups.at(-1)?.fields[1]?.text).toContain('journal.jsonl sha256 ab12')
  })

  test('a control is not called evidenced while one of its fields is missing', () => {
    const controls = told(passedDrill()).view.evidence.controls
    expect(controls.find(each => each.control === 'ISO 27001 A.8.13')?.words).toBe(
      '0 fields of 2 evidenced; not: 29, 30',
    )
    expect(controls.find(each => each.control === 'DORA Art. 25')?.words).toBe('all evidenced by this drill')
  })
})
