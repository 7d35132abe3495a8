import { describe, expect, test } from 'vitest'
import { gameDayRow } from '../../src/report/game-day.ts'
import { renderGameDayTerminal } from '../../src/report/game-day-terminal.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { wrapped } from '../../src/report/terminal-text.ts'
import { crashedDrill, leftBehindDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

const plain = { color: false, width: 80 }
const ESC = String.fromCharCode(27)

describe('the block a run ends with', () => {
  test('passed', () => {
    expect(renderTerminal(told(passedDrill()).view, plain)).toMatchInlineSnapshot(`
      "
      ■ PASSED
        The primary model provider refuses every connection
        harbor was back after 2.3 s ± 0.2 s; the target was 6 s.

      back (RTO)    2.3 s ± 0.2 s, target 6 s. Within the target.
                    ━━━━━━━━━━━━━━━━━━━━━━━····································|
      broken        openai refuses every connection. Proven to bite. Seen: a canary
                    connection to openai was refused after 1 ms
      users met     Journey ask was down for 1.8 s: 12 × wrong status, 5 × too slow.
                    First error: 1200 ms instead of 400 ms
                    Answers were degraded for 7.6 s (fallback-model).
      passed        Every journey was good again 1.8 s ± 0.2 s after the fault.
      passed        RTO achieved: 2.3 s ± 0.2 s, within the target of 6 s.
      passed        Gate health passed after the recovery.
      passed        Gate ask-once passed after the recovery.
                    and more in the report
      repeat        seed 42, drill 2026-03-02T14-05-11-provider-outage
      "
    `)
  })

  test('failed: a lower bound, why, and what to do', () => {
    expect(renderTerminal(told(stillDownDrill()).view, plain)).toMatchInlineSnapshot(`
      "
      ■ FAILED
        The primary provider refuses every connection and the fallback is switched off
        harbor did not come back: still down after 9 s; the target was 3 s.
        This is a sabotage twin: a drill of a platform that was weakened so that it
        must fail. It failed, as it was meant to: the drill can tell.

      back (RTO)    > 9 s, target 3 s. Later than the target.
                    ━━━━━━━━━━━━━━━━━━━━|━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━▶
      broken        openai refuses every connection. Proven to bite. Seen: a canary
                    connection to openai was refused after 1 ms
      users met     Journey ask was down for 9.4 s until the drill ended: 90 × wrong
                    status. First error: 502 instead of 200: {"error":"upstream
                    connection refused"}
      failed        The platform had not come back when the drill gave up, 9 s after
                    the fault.
      next          Give the platform something to go on with while openai is away,
                    then drill again. The platform file promises: "the gateway goes to
                    anthropic". (model-platform)
      repeat        seed 42, drill 2026-03-02T14-05-11-provider-outage
      "
    `)
  })

  test('inconclusive says why first', () => {
    expect(renderTerminal(told(unhealthyDrill()).view, plain)).toMatchInlineSnapshot(`
      "
      ■ INCONCLUSIVE
        The primary model provider refuses every connection
        Nothing was broken: harbor was not healthy before the drill began: journey
        ask: 10 of 30 samples were bad (wrong answer).

      back (RTO)    not measured, target 6 s. Cannot be compared with the target.
      users met     Journey ask was down for 3.3 s until the drill ended: 10 × wrong
                    answer. First error: $.answer does not contain "30 days"
      inconclusive  The platform was not healthy before the drill, so nothing was
                    broken: journey ask: 10 of 30 samples were bad (wrong answer).
      next          Bring the platform back to health (or give this busy machine, or
                    the journey, more time), then drill again. (model-platform)
      repeat        seed 42, drill 2026-03-02T14-05-11-provider-outage
      "
    `)
  })

  test('what may be left behind is not passed over', () => {
    expect(renderTerminal(told(crashedDrill()).view, plain)).toContain('clean-up      Clean-up not checked.')
    expect(renderTerminal(told(leftBehindDrill()).view, plain)).toContain('curl -X DELETE')
  })

  test('colour only where there is colour, and the word always beside it', () => {
    expect(renderTerminal(told(stillDownDrill()).view, plain)).not.toContain(ESC)
    expect(renderTerminal(told(stillDownDrill()).view, { color: true, width: 80 })).toContain(
      `${ESC}[31m■ FAILED${ESC}[0m`,
    )
  })

  test.each([40, 60, 100])('no line is longer than a terminal of %d columns', width => {
    for (const make of [passedDrill, stillDownDrill, crashedDrill, leftBehindDrill]) {
      const { view } = told(make())
      const lines = renderTerminal({ ...view, title: 'short' }, { color: false, width }).split('\n')
      expect(lines.filter(line => [...line].length > width)).toEqual([])
    }
  })

  test.each(HOSTILE)('hostile: %j sends nothing to the terminal but text', text => {
    const { view } = told(hostileDrill(text))
    expect(renderTerminal(view, plain)).not.toMatch(/(?!\n)\p{Cc}/u)
    expect(renderGameDayTerminal([gameDayRow(view, text)], plain)).not.toMatch(/(?!\n)\p{Cc}/u)
  })
})

describe('wrapping', () => {
  test('between words, and through a word only if it is longer than a line', () => {
    expect(wrapped('one two three', 10)).toEqual(['one two', 'three'])
    expect(wrapped('abcdefghijklmnopqrstuvwxyz', 10)).toEqual(['abcdefghij', 'klmnopqrst', 'uvwxyz'])
    expect(wrapped('   ', 10)).toEqual([])
  })
})

describe('the table of a game day', () => {
  const rows = [passedDrill, stillDownDrill, unhealthyDrill].map((make, i) =>
    gameDayRow(told(make()).view, `reports/${i}/report.html`),
  )

  test('a row, a sentence and a path for each drill, and the worst verdict at the end', () => {
    expect(renderGameDayTerminal(rows, plain)).toMatchInlineSnapshot(`
      "verdict       scenario         RTO achieved   target
      PASSED        provider-outage  2.3 s ± 0.2 s  6 s
      FAILED        no-fallback      > 9 s          3 s
      INCONCLUSIVE  provider-outage  not measured   6 s

      provider-outage
        harbor was back after 2.3 s ± 0.2 s; the target was 6 s.
        reports/0/report.html
      no-fallback
        harbor did not come back: still down after 9 s; the target was 3 s.
        reports/1/report.html
      provider-outage
        Nothing was broken: harbor was not healthy before the drill began: journey
        ask: 10 of 30 samples were bad (wrong answer).
        reports/2/report.html

      Failed: 1 passed, 1 inconclusive, 1 failed.
      "
    `)
  })

  test('on a narrow terminal the scenario gives way, not the figures', () => {
    const lines = renderGameDayTerminal(rows, { color: false, width: 56 }).split('\n')
    expect(lines[1]).toContain('2.3 s ± 0.2 s')
    expect(lines[1]?.length).toBeLessThanOrEqual(56)
  })

  test('of no drill at all nothing is known', () => {
    expect(renderGameDayTerminal([], plain)).toContain('Inconclusive: No drill was run.')
  })
})
