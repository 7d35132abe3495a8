import { describe, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { drillView } from '../../src/report/view/drill-view.ts'
import { qualityView } from '../../src/report/view/quality-view.ts'
import { restoreView } from '../../src/report/view/restore-view.ts'
import { bookDrill, passedDrill, told } from './drills.ts'
import { HOSTILE } from './hostile.ts'
import { withMore } from './measured-more.ts'

const { measures, picture } = told(passedDrill())

describe('answer quality', () => {
  test('where no golden set was asked there is nothing to show', () => {
    expect(qualityView(measures)).toBeUndefined()
  })

  test('each asking, what may be said of the difference, and the answers side by side', () => {
    expect(qualityView(withMore(measures))).toMatchInlineSnapshot(`
      {
        "askings": [
          {
            "cases": "60 cases",
            "degraded": "none",
            "during": "before the damage",
            "p50": "80 ms",
            "p95": "140 ms",
            "passed": "95 %",
            "score": "95 %",
          },
          {
            "cases": "60 cases, 2 without a result",
            "degraded": "7",
            "during": "once the platform seemed back",
            "p50": "80 ms",
            "p95": "140 ms",
            "passed": "90 %",
            "score": "90 %",
          },
        ],
        "comparisons": [
          {
            "detail": "A text",
            "difference": "−5.0 points (−9.0 to −1.0)",
            "during": "once the platform seemed back",
            "flips": "1 lost, 0 gained; by chance alone 100 %",
            "margin": "−5 %",
            "verdict": "inconclusive",
            "word": "Inconclusive",
          },
        ],
        "flips": [
          {
            "after": "A text",
            "before": "A text",
            "during": "once the platform seemed back",
            "expected": "A text",
            "question": "A text (A text)",
            "way": "got worse",
            "why": "A text",
          },
        ],
        "flipsOmitted": "3 more cases changed sides; the journal has them all.",
        "set": "A text",
        "terms": [
          {
            "term": "Judge A text",
            "text": "agreed with people on 18 of 20 labels",
          },
        ],
      }
    `)
  })

  test('on the first screen: before and after as points, the least that is good enough, where the truth lies', () => {
    const { qualityFigure } = drillView(withMore(measures), picture)
    expect(qualityFigure.value).toBe('95 % → 90 %')
    expect(qualityFigure.points.at(-1)).toEqual({
      label: 'after',
      scoreRatio: 0.9,
      lowRatio: 0.95 - 0.09,
      highRatio: 0.95 - 0.01,
      leastRatio: 0.95 - 0.05,
      met: 'unknown',
    })
  })
})

describe('restoring', () => {
  test('where nothing was restored there is nothing to show', () => {
    expect(restoreView(measures, picture)).toBeUndefined()
  })

  test('steps against their boxes, rates with what they make of the largest part, and every check', () => {
    expect(restoreView(withMore(measures), told(bookDrill()).picture)).toMatchInlineSnapshot(`
      {
        "integrity": [
          {
            "check": "counts",
            "component": "A text",
            "detail": "A text",
            "during": "once the platform seemed back",
            "verdict": "failed",
            "word": "Failed",
          },
        ],
        "restores": [
          {
            "component": "A text",
            "largest": "100 GB would take 11 h 7 min: extrapolated, not measured",
            "rate": "2.5 MB/s, 600 rows/s",
            "what": "1 restore, 1,200 rows, 5 MB",
          },
        ],
        "runbook": "A text (A text): failed",
        "steps": [
          {
            "box": "300 ms",
            "detail": "A text A text A text (by the person).",
            "good": false,
            "number": 1,
            "outcome": "timed out",
            "output": "",
            "owner": "A text",
            "title": "A text",
            "took": "400 ms",
          },
        ],
      }
    `)
  })
})

describe('hostile texts from golden answers, runbooks and stores', () => {
  test.each(HOSTILE)('%j becomes plain text', text => {
    const view = drillView(withMore(measures, text), picture)
    const html = renderHtml(view)
    expect(html).not.toMatch(/<(script|img|iframe|base|link|a href="(?!#))/)
    expect(html.match(/<[^>]*\son\w+\s*=/g)).toBeNull()
    expect(html.match(/<style>/g)).toHaveLength(1)
    expect(renderMarkdown(view)).not.toMatch(/<(?!code>|\/code>)\w/)
  })
})
