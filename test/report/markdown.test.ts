import { describe, expect, test } from 'vitest'
import { markdownText, renderMarkdown } from '../../src/report/markdown.ts'
import { crashedDrill, leftBehindDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

describe('the report as Markdown', () => {
  test('begins with the verdict, the figures and the damage', () => {
    expect(renderMarkdown(told(stillDownDrill()).view).split('## Where the time went')[0]).toMatchInlineSnapshot(`
      "# The primary provider refuses every connection and the fallback is switched off

      ❌ **Failed.** harbor did not come back: still down after 9 s; the target was 3 s.

      This is a sabotage twin: a drill of a platform that was weakened so that it must fail. It failed, as it was meant to: the drill can tell.

      harbor, local · provider outage · 2026-03-02 14:05:11 UTC · took 14.4 s · drill 2026-03-02T14-05-11-provider-outage

      | | achieved | target | |
      |---|---|---|---|
      | Recovery time (RTO) | &gt; 9 s | 3 s | Later than the target. |
      | Data lost (RPO) | not measured | no target set |  No ledger ran, so this drill says nothing about lost data. |
      | Answer quality | not measured |  | No golden set was asked, so this drill says nothing about how good the answers were. |

      A lower bound: still down when the drill gave up.

      ## What was broken

      - openai refuses every connection. Proven to bite. Seen: a canary connection to openai was refused after 1 ms

      ## What users met

      A journey is something users do, asked again and again during the drill.

      - Journey ask was down for 9.4 s until the drill ended: 90 × wrong status. First error: 502 instead of 200: {"error":"upstream connection refused"}

      ## Why this verdict

      - Failed: The platform had not come back when the drill gave up, 9 s after the fault.
      - Passed: Gate health passed after everything was put back.
      - Passed: Gate ask-once passed after everything was put back.
      - Passed: Nothing was left behind (looked at every proxy of http://127.0.0.1:40001, faults of the mock provider at 127.0.0.1:40200).

      ## What to do next

      - [ ] Give the platform something to go on with while openai is away, then drill again. The platform file promises: "the gateway goes to anthropic". (high, model-platform)

      ## Findings

      | Severity | Found | Evidence | To do | Owner |
      |---|---|---|---|---|
      | high | The platform had not come back when the drill gave up, 9 s after the fault. | line 136 of the journal of drill 2026-03-02T14-05-11-provider-outage | Give the platform something to go on with while openai is away, then drill again. The platform file promises: "the gateway goes to anthropic". | model-platform |

      "
    `)
  })

  test.each([passedDrill, stillDownDrill, unhealthyDrill, crashedDrill, leftBehindDrill])('%o is well formed', make => {
    const markdown = renderMarkdown(told(make()).view)
    expect(markdown).not.toMatch(/undefined|NaN|\[object|\n{4}/)
    for (const row of tableRows(markdown)) expect(row.at(-1)).toBe('|')
  })

  test('each table has as many cells in every row as in its head', () => {
    const rows = tableRows(renderMarkdown(told(passedDrill()).view))
    let width = 0
    for (const [i, row] of rows.entries()) {
      if (/^\|[-:| ]+\|$/.test(row)) width = cells(row)
      else if (width > 0 && !/^\|[-:| ]+\|$/.test(rows[i + 1] ?? '')) expect(cells(row)).toBe(width)
    }
  })

  test('what is left behind comes before the figures', () => {
    const markdown = renderMarkdown(told(leftBehindDrill()).view)
    expect(markdown.indexOf('Something is left behind')).toBeLessThan(markdown.indexOf('| Recovery time (RTO) |'))
  })
})

describe('hostile texts', () => {
  test.each(HOSTILE)('%j is neither tag, link, heading nor table', text => {
    const markdown = renderMarkdown(told(hostileDrill(text)).view)
    expect(markdown.replaceAll(/<\/?code>/g, '')).not.toMatch(/<(?!\/?code>)/)
    expect(markdown).not.toMatch(/(?<!\\)\]\(/)
    expect(markdown.split('\n').filter(line => line.startsWith('# '))).toHaveLength(1)
    expect(markdown.split('\n').filter(line => line.startsWith('```'))).toEqual([])
  })

  test.each([
    ['emphasis and code', 'a *b* _c_ `d` ~e~', 'a \\*b\\* \\_c\\_ \\`d\\` \\~e\\~'],
    ['a cell’s end', 'a | b', 'a \\| b'],
    ['several lines', 'a\n\n# b', 'a \\# b'],
    ['tags and entities', '<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['backslashes', 'C:\\temp\\*', 'C:\\\\temp\\\\\\*'],
  ])('%s read as they were written', (_, given, expected) => {
    expect(markdownText(given)).toBe(expected)
  })
})

function tableRows(markdown: string): readonly string[] {
  return markdown.split('\n').filter(line => line.startsWith('|'))
}

function cells(row: string): number {
  return row.split(/(?<!\\)\|/).length - 2
}
