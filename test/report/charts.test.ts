import { scaleLinear } from 'd3-scale'
import { describe, expect, test } from 'vitest'
import { timeTicks } from '../../src/report/charts/axis.ts'
import { closeUp } from '../../src/report/charts/close-up.ts'
import type { Drawing, RectShape, TextShape } from '../../src/report/charts/drawing.ts'
import { fitted, inRows, textWidth } from '../../src/report/charts/labels.ts'
import { rpoDrawing } from '../../src/report/charts/rpo-drawing.ts'
import { barWords, drawnBars, spanLane } from '../../src/report/charts/span-lane.ts'
import { NARROW, timelineDrawing, WIDE } from '../../src/report/charts/timeline-drawing.ts'
import { rpoView } from '../../src/report/view/first-screen/rpo-view.ts'
import type { SpanView } from '../../src/report/view/timeline/timeline-view.ts'
import { longDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'

describe('the ticks of a time axis', () => {
  test('seconds on both sides of t0, at round distances from it', () => {
    expect(timeTicks(0, 16_000, 5000, 10).map(tick => tick.label)).toEqual([
      '−4 s',
      '−2 s',
      '0',
      '+2 s',
      '+4 s',
      '+6 s',
      '+8 s',
      '+10 s',
    ])
  })

  test.each([
    ['a fifth of a second', 200, 5, ['0', '+50 ms', '+100 ms', '+150 ms', '+200 ms']],
    ['four minutes', 240_000, 4, ['0', '+1 min', '+2 min', '+3 min', '+4 min']],
    ['six hours', 21_600_000, 4, ['0', '+2 h', '+4 h', '+6 h']],
    ['ten days', 864_000_000, 4, ['0', '+4 d', '+8 d']],
  ])('%s', (_, toMs, about, labels) => {
    expect(timeTicks(0, toMs, 0, about).map(tick => tick.label)).toEqual(labels)
  })

  test('a tick stands where it says', () => {
    expect(timeTicks(0, 10_000, 2500, 4)).toEqual([
      { atMs: 2500, label: '0' },
      { atMs: 7500, label: '+5 s' },
    ])
  })
})

describe('labels', () => {
  test('what is too long ends in an ellipsis, what has no room at all is left out', () => {
    const width = textWidth('signal breaker', 12)
    expect(fitted('signal breaker', width, 12)).toBe('signal breaker')
    expect(fitted('signal breaker-open', width, 12)).toBe('signal breake…')
    expect(fitted('signal', 10, 12)).toBe('')
  })

  test('labels that would cover each other stand in rows; those without room in any row are left out', () => {
    const wishes = ['first', 'second', 'third', 'fourth'].map((words, i) => ({ x: i * 4, words, of: words }))
    const placed = inRows(wishes, { leftPx: 0, rightPx: 500, fontPx: 10, mostRows: 3 })
    expect(placed.map(({ words, row }) => [words, row])).toEqual([
      ['first', 0],
      ['second', 1],
      ['third', 2],
    ])
  })

  test('near the right edge a label ends at its place instead of running out of the picture', () => {
    const [placed] = inRows([{ x: 195, words: 'verified', of: 0 }], {
      leftPx: 0,
      rightPx: 200,
      fontPx: 10,
      mostRows: 1,
    })
    expect(placed).toMatchObject({ anchor: 'end', x: 195 })
  })

  test('next to a sign the words keep clear of it, on either side', () => {
    const room = { leftPx: 0, rightPx: 200, fontPx: 10, mostRows: 1, besidePx: 9 }
    expect(inRows([{ x: 20, words: 'gate', of: 0 }], room)[0]).toMatchObject({ anchor: 'start', x: 29 })
    expect(inRows([{ x: 190, words: 'gate', of: 0 }], room)[0]).toMatchObject({ anchor: 'end', x: 181 })
  })
})

describe('bars', () => {
  const x = scaleLinear([0, 1000], [0, 1000])
  const span = (fromMs: number, toMs: number): SpanView => ({ fromMs, toMs, label: `${fromMs}` })

  test('what lasted almost no time is still wide enough to see', () => {
    expect(drawnBars([span(500, 500.001)], { x })).toMatchObject([{ x: 500, width: 2 }])
  })

  test('outages apart stay apart, outages on top of each other become one bar that says how many', () => {
    const bars = drawnBars([span(0, 10), span(100, 101), span(101.2, 101.3), span(101.4, 101.5), span(102, 102.1)], {
      x,
    })
    expect(bars.map(bar => bar.spans.length)).toEqual([1, 4])
    expect(bars.map(barWords)).toEqual(['0', '100 and 3 more'])
  })

  test('a hundred thousand outages are no more than a bar for each pixel or two', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => span(i / 100, i / 100 + 0.004))
    const bars = drawnBars(many, { x })
    expect(bars.length).toBeLessThan(1000)
    expect(bars.reduce((sum, bar) => sum + bar.spans.length, 0)).toBe(100_000)
  })
})

describe('words under bars', () => {
  const room = { leftPx: 0, rightPx: 300, fontPx: 10, mostRows: 3, underLines: true }

  test('the last ones come first, so that no leading line crosses the words of another', () => {
    const wishes = [10, 14, 18].map(x => ({ x, words: 'a long label', of: x }))
    expect(inRows(wishes, room).map(({ of, row }) => [of, row])).toEqual([
      [18, 0],
      [14, 1],
      [10, 2],
    ])
  })

  test('at the right edge the words move to the left and stay under their line', () => {
    const [placed] = inRows([{ x: 280, words: 'a long label', of: 0 }], room)
    expect(placed?.x).toBeLessThan(280)
    expect((placed?.x ?? 0) + textWidth('a long label', 10)).toBeCloseTo(300)
  })

  test('a line leads from a narrow bar to its words, and only from there', () => {
    const spans = [
      { fromMs: 0, toMs: 10, label: 'parachute' },
      { fromMs: 10, toMs: 1000, label: 'recover' },
    ]
    const scale = scaleLinear([0, 1000], [0, 600])
    const frame = { x: scale, y: 0, leftPx: 0, rightPx: 600, font: 13 }
    const { shapes } = spanLane({ kind: 'spans', label: 'phases', tone: 'phase', spans }, frame)
    expect(shapes.flatMap(shape => (shape.shape === 'line' ? [[shape.x1, shape.x2]] : []))).toEqual([[1, 1]])
  })
})

test('where nothing was broken, nothing is said to be lost, read back or not', () => {
  const { measures } = told(unhealthyDrill())
  const rpo = { ...measures.rpo, state: 'unreadable' as const }
  expect(rpoView({ ...measures, rpo })).toMatchObject({
    measured: false,
    note: 'Nothing was broken, so nothing can have been lost to this drill.',
  })
})

describe('lost data as a picture', () => {
  const lost = {
    ...told(passedDrill()).measures.rpo,
    achievedMs: 2000,
    targetMs: 5000,
    met: true,
    acked: 400,
    lost: 12,
  }
  const view = rpoView({ ...told(passedDrill()).measures, rpo: lost })

  test('the bar lies before the fault, as long as the oldest lost write is old', () => {
    const drawing = rpoDrawing(view, 'rpo', 550)
    const [bar] = rects(drawing)
    // 548 px for 5.5 s: a tenth more than the target.
    expect(bar).toMatchObject({ css: 'bar good', width: 199.3 })
    expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBeCloseTo(549)
    expect(texts(drawing)).toEqual(['fault', 'target 5 s'])
  })

  test('without a ledger there is nothing to draw', () => {
    expect(rpoDrawing(told(passedDrill()).view.rpo, 'rpo', 550)).toBeUndefined()
  })
})

describe('the timeline as a picture', () => {
  test('wide and narrow show the same words, and nothing reaches beyond the picture', () => {
    const { timeline } = told(passedDrill()).view
    for (const layout of [WIDE, NARROW]) {
      const drawing = timelineDrawing(timeline, 'timeline', layout)
      for (const words of [
        't0',
        'restored',
        'verified',
        'RTO target',
        'down 1.8 s',
        'fallback-model, 7.6 s',
        'phases',
      ]) {
        expect(texts(drawing)).toContain(words)
      }
      for (const shape of rects(drawing)) {
        expect(shape.x).toBeGreaterThanOrEqual(0)
        expect(shape.x + shape.width).toBeLessThanOrEqual(layout.width)
        expect(shape.y + shape.height).toBeLessThanOrEqual(drawing.height)
      }
    }
  })

  test('no two labels of one line cover each other', () => {
    for (const layout of [WIDE, NARROW]) {
      const drawing = timelineDrawing(told(passedDrill()).view.timeline, 'timeline', layout)
      const labels = drawing.shapes.filter(shape => shape.shape === 'text').filter(each => each.css.startsWith('halo'))
      for (const a of labels)
        for (const b of labels)
          if (a !== b && Math.abs(a.y - b.y) < 10) expect([a, b, apart(a, b, layout.font)]).toEqual([a, b, true])
    }
  })

  test('an outage of four seconds in six hours can be seen, and is shown again close up', { timeout: 60_000 }, () => {
    const { timeline } = told(longDrill()).view
    const whole = rects(timelineDrawing(timeline, 'timeline', WIDE)).filter(each => each.css === 'span outage')
    expect(whole.map(each => each.width)).toEqual([2, 2])
    const close = closeUp(timeline)
    expect([close?.fromMs, close?.toMs]).toEqual([3_597_876, 3_606_372])
    const near = close && timelineDrawing(close, 'close-up', WIDE)
    expect(rects(near).filter(each => each.css === 'span outage')[0]?.width).toBeGreaterThan(300)
    expect(near?.shapes.filter(shape => shape.shape === 'path' && shape.css === 'dot bad').length).toBeGreaterThan(4)
  })

  test('an outage that can be read in the whole needs no close-up', () => {
    expect(closeUp(told(stillDownDrill()).view.timeline)).toBeUndefined()
  })
})

function rects(drawing: Drawing | undefined): readonly RectShape[] {
  return drawing?.shapes.filter(shape => shape.shape === 'rect') ?? []
}

function texts(drawing: Drawing | undefined): readonly string[] {
  return drawing?.shapes.filter(shape => shape.shape === 'text').map(shape => shape.text) ?? []
}

function apart(a: TextShape, b: TextShape, fontPx: number): boolean {
  const [left, right] = [a, b].map(({ x, anchor, text }) => {
    const width = textWidth(text, fontPx)
    return anchor === 'end' ? [x - width, x] : [x, x + width]
  }) as [[number, number], [number, number]]
  return left[1] <= right[0] || right[1] <= left[0]
}
