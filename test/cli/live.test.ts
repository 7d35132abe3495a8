import { describe, expect, test } from 'vitest'
import { drawProgress } from '../../src/cli/live/draw.ts'
import { happeningLine } from '../../src/cli/live/happening-line.ts'
import { makePaint } from '../../src/cli/live/paint.ts'
import { plainLines } from '../../src/cli/live/plain-lines.ts'
import { progressFold } from '../../src/cli/live/progress.ts'
import { watcherFor } from '../../src/cli/live/watcher.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { simulate } from '../../src/testing/simulate.ts'
import { shippedScenario } from '../support/shipped.ts'

const { events } = await simulate(shippedScenario('provider-outage'))
const upTo = (is: (event: DrillEvent) => boolean): readonly DrillEvent[] => events.slice(0, events.findIndex(is) + 1)

function frameAfter(seen: readonly DrillEvent[], width = 100): readonly string[] {
  const fold = progressFold()
  for (const event of seen) fold.see(event)
  return drawProgress(fold.progress(), { atMs: seen.at(-1)?.atMs ?? 0, width, paint: makePaint(false) })
}

describe('the moving picture', () => {
  test('shows the way, the journeys, the damage and the time since it', () => {
    const frame = frameAfter(upTo(event => event.type === 'gate.finished' && event.during === 'recovered'))
    expect(
      frame.map(line => line.replace(/[▁▃█]+/, strip => `${strip.length > 20 ? 'strip' : 'short'}`)),
    ).toMatchInlineSnapshot(`
      [
        "The primary model provider refuses every connection",
        "  ✓ stage  ✓ baseline  ✓ inject  ✓ recover  ● validate  · heal  · scan  · measure",
        "  back; watching whether it stays · 60 ms",
        "  ask strip 12 of 80 bad",
        "  ● openai refuses every connection for 6 s",
        "  1.9 s since the fault · 4.1 s of damage left · gates: ✓ ask-once ✓ health · signals: alerted-degr…",
      ]
    `)
  })

  test('good, degraded and bad differ in height, not only in colour', () => {
    const frame = frameAfter(events, 200)
    expect(new Set(frame.join('').match(/[▁▃█]/g))).toEqual(new Set(['▁', '▃', '█']))
  })

  test('no line is wider than the terminal', () => {
    for (const width of [20, 40, 80, 200]) {
      expect(frameAfter(events, width).filter(line => line.length > width)).toEqual([])
    }
  })

  test('is drawn over itself, and left standing at the end', async () => {
    const clock = fakeClock()
    let written = ''
    const write = (text: string): void => {
      written += text
    }
    const watcher = watcherFor({ write, isTerminal: true, colour: false, width: () => 80 }, clock)
    for (const event of events) watcher.see(event)
    await clock.advance(150)
    watcher.end()
    expect(written).toContain('\x1b[')
    expect(written.endsWith('\n')).toBe(true)
    const before = written
    await clock.advance(1000)
    expect(written).toBe(before)
  })
})

describe('plain lines, where nobody watches', () => {
  test('tell the story of a drill without its samples', () => {
    const lines = events.flatMap(event => happeningLine(event) ?? [])
    expect(lines).toHaveLength(50)
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringContaining('fault f1 bitten'),
        expect.stringContaining('nothing was left behind'),
      ]),
    )
  })

  test('are all of them where nothing is asked twice', () => {
    const lineFor = plainLines()
    expect(events.flatMap(event => lineFor(event) ?? [])).toEqual(events.flatMap(event => happeningLine(event) ?? []))
  })

  /** What is told of a gate that is asked four times a second, and of the phases and the standing that come with it. */
  const told = (answers: readonly (readonly ['failed' | 'passed', string])[], everyMs = 250) => {
    const lineFor = plainLines()
    return answers.flatMap(([verdict, detail], n) => {
      const [seq, atMs, wall] = [n, n * everyMs, '']
      return [
        lineFor({ seq, atMs, wall, type: 'journeys.stable', sinceMs: 40 }),
        lineFor({ seq, atMs, wall, type: 'phase.started', phase: 'validate' }),
        lineFor({
          seq,
          atMs,
          wall,
          type: 'gate.finished',
          gate: 'health',
          during: 'recovered',
          verdict,
          detail,
          startedMs: atMs,
        }),
      ].filter(line => line !== undefined)
    })
  }
  const away = (n: number) => ['failed', `no answer within ${n} ms`] as const

  test('tell a gate that fails on once, until it says something else, whatever its figures', () => {
    const answers = [
      away(1),
      away(2),
      ['failed', 'status: 503 instead of 200'],
      away(3),
      away(4),
      ['passed', 'in 3 ms'],
      ['passed', 'in 4 ms'],
    ] as const
    expect(told(answers)).toMatchInlineSnapshot(`
      [
        "    0.0 s  every journey has been good since 0.0 s",
        "    0.0 s  phase validate",
        "    0.0 s  gate health failed (recovered): no answer within 1 ms",
        "    0.5 s  gate health failed (recovered): status: 503 instead of 200",
        "    1.3 s  gate health passed (recovered): in 3 ms",
      ]
    `)
  })

  test('remind now and then of a gate that fails on, and say for how long it has', () => {
    expect(told(Array.from({ length: 300 }, (_, n) => away(n)))).toMatchInlineSnapshot(`
      [
        "    0.0 s  every journey has been good since 0.0 s",
        "    0.0 s  phase validate",
        "    0.0 s  gate health failed (recovered): no answer within 0 ms",
        "   30.0 s  gate health still failed after 30 s (recovered): no answer within 120 ms",
        "   60.0 s  gate health still failed after 1 min (recovered): no answer within 240 ms",
      ]
    `)
  })

  test('keep quiet of one that goes on passing', () => {
    expect(told(Array.from({ length: 300 }, (_, n) => ['passed', `in ${n} ms`] as const))).toHaveLength(3)
  })

  test('tell the same gate anew after everything was put back', () => {
    const lineFor = plainLines()
    const asked = (['recovered', 'healed'] as const).map(during =>
      lineFor({
        seq: 0,
        atMs: 0,
        wall: '',
        type: 'gate.finished',
        gate: 'health',
        during,
        verdict: 'failed',
        detail: 'no',
        startedMs: 0,
      }),
    )
    expect(asked).toEqual([
      '    0.0 s  gate health failed (recovered): no',
      '    0.0 s  gate health failed (healed): no',
    ])
  })
})
