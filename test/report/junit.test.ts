import { describe, expect, test } from 'vitest'
import { renderJunit } from '../../src/report/junit.ts'
import {
  crashedDrill,
  guardedDrill,
  leftBehindDrill,
  passedDrill,
  stillDownDrill,
  told,
  unhealthyDrill,
} from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

describe('the report for CI', () => {
  test('a passed drill is a green suite', () => {
    const xml = renderJunit(told(passedDrill()).view)
    expect(xml).toContain(
      '<testsuite id="0" package="blackstart" name="provider-outage" timestamp="2026-03-02T14:05:11" hostname="localhost" tests="9" failures="0" errors="0" skipped="0" time="15.960">',
    )
    expect(names(xml)).toEqual([
      'verdict',
      'RTO within 6 s',
      'fault f1 bites: openai refuses every connection',
      'gate health, before the damage',
      'gate health, once the platform seemed back',
      'gate ask-once, once the platform seemed back',
      'gate health, after everything was healed',
      'gate ask-once, after everything was healed',
      'nothing left behind',
    ])
    expect(xml).toContain('<property name="Seed" value="42"/>')
  })

  test('a failed drill fails its verdict and its RTO, with the reason as the message', () => {
    const xml = renderJunit(told(stillDownDrill()).view)
    expect(xml).toContain('failures="2" errors="0"')
    expect(xml).toContain(
      '<failure type="failed" message="harbor did not come back: still down after 9 s; the target was 3 s.">Failed: The platform had not come back',
    )
    expect(xml).toContain('<failure type="failed" message="&gt; 9 s. Later than the target.">A lower bound: ')
  })

  test('a gate that failed until it passed is green, and one case; a suite of a passed drill has no failure', () => {
    const { view } = told(passedDrill())
    const gate = view.gates.find(({ during }) => during === 'once the platform seemed back')
    if (gate === undefined) throw new Error('no gate was asked')
    const at = view.gates.indexOf(gate)
    const gates = view.gates.toSpliced(at, 0, { ...gate, verdict: 'failed', detail: 'not yet' })
    const xml = renderJunit({ ...view, gates })
    expect(xml).toContain('tests="9" failures="0" errors="0"')
    expect(names(xml)).toEqual(names(renderJunit(view)))
  })

  test('inconclusive is an error: it must not look green', () => {
    const xml = renderJunit(told(unhealthyDrill()).view)
    expect(xml).toContain(
      '<error type="inconclusive" message="Nothing was broken: harbor was not healthy before the drill began: journey ask: 10 of 30 samples were bad (wrong answer).">',
    )
    expect(xml).not.toContain('<failure')
  })

  test('no target is skipped, not passed', () => {
    const { view } = told(passedDrill())
    const rto = { ...view.rto, target: 'no target set', picture: { ...view.rto.picture, targetMs: undefined } }
    const xml = renderJunit({ ...view, rto })
    expect(xml).toContain('name="RTO within no target set" time="2.295"><skipped/>')
    expect(xml).toContain('skipped="1"')
  })

  test('something left behind is an error', () => {
    expect(renderJunit(told(leftBehindDrill()).view)).toContain('message="Something is left behind"')
  })

  test.each([passedDrill, stillDownDrill, unhealthyDrill, guardedDrill, crashedDrill])(
    '%o is well-formed XML',
    make => {
      expect(unbalanced(renderJunit(told(make()).view))).toEqual([])
    },
  )
})

test.each(HOSTILE)('hostile: %j stays text', text => {
  const xml = renderJunit(told(hostileDrill(text)).view)
  expect(unbalanced(xml)).toEqual([])
  expect(new Set(xml.match(/<\w+/g))).toEqual(
    new Set([
      '<testsuites',
      '<testsuite',
      '<properties',
      '<property',
      '<testcase',
      '<failure',
      '<error',
      '<system',
      '<system',
    ]),
  )
  expect(xml).not.toMatch(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/u)
  expect(xml.match(/&(?!amp;|lt;|gt;|quot;|#x?[\dA-Fa-f]+;)/g)).toBeNull()
})

function names(xml: string): readonly (string | undefined)[] {
  return [...xml.matchAll(/<testcase classname="[^"]*" name="([^"]*)"/g)].map(match => match[1])
}

/** Elements that are opened and not closed, or closed and not opened. A browser test reads the same XML with a real parser. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = []
  for (const [, close, name = '', self] of xml.matchAll(/<(\/?)([\w-]+)(?:\s+[\w-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (self === '/') continue
    if (close === '/' && open.at(-1) === name) open.pop()
    else open.push(`${close}${name}`)
  }
  return open
}
