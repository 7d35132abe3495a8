import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { gameDayRow } from '../../src/report/game-day.ts'
import { githubAnnotations, renderStepSummary } from '../../src/report/github.ts'
import { leftBehindDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

const rows = (...makes: readonly (typeof passedDrill)[]) => makes.map(make => gameDayRow(told(make()).view, 'x'))

describe('what GitHub is told', () => {
  test('a drill that passed is no annotation, one that failed is an error, one that could not tell a warning', () => {
    expect(githubAnnotations(rows(passedDrill, stillDownDrill, unhealthyDrill))).toMatchInlineSnapshot(`
      [
        "::error title=Failed%3A The primary provider refuses every connection and the fallback is switched off::harbor did not come back: still down after 9 s; the target was 3 s.",
        "::warning title=Inconclusive%3A The primary model provider refuses every connection::Nothing was broken: harbor was not healthy before the drill began: journey ask: 10 of 30 samples were bad (wrong answer).",
      ]
    `)
  })

  test('what is left behind is an error even where the drill passed', () => {
    expect(githubAnnotations(rows(leftBehindDrill))[0]).toMatch(/^::error .*left behind/)
  })

  test.each(HOSTILE)('%j is never a command of its own', text => {
    for (const line of githubAnnotations([gameDayRow(told(hostileDrill(`${text}\n::set-env name=x::y`)).view, 'x')])) {
      expect(line).not.toMatch(/[\r\n]/)
      expect(line.match(/^::(error|warning) title=[^:,]*::/)).not.toBeNull()
    }
  })

  test('the summary is a table and a list of what to do', () => {
    const html = marked.parse(renderStepSummary(rows(passedDrill, stillDownDrill)), { async: false })
    expect(html.match(/<tr>/g)).toHaveLength(3)
    expect(html).toContain('<h3>What to do next</h3>')
    expect(html).toContain('type="checkbox"')
  })

  test.each(HOSTILE)('%j stays in its cell', text => {
    const html = marked.parse(renderStepSummary([gameDayRow(told(hostileDrill(text)).view, 'x')]), { async: false })
    expect(html.match(/<tr>/g)).toHaveLength(2)
    // An address may become a link to itself, as anywhere on GitHub; nothing else may become anything.
    expect(html).not.toMatch(/<(script|img|svg|iframe|base|link)\b|<a href="(?!https?:)/)
  })
})
