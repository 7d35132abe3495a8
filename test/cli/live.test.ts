import { describe, expect, test } from 'vitest'
import { drawProgress } from '../../src/cli/live/draw.ts'
import { happeningLine } from '../../src/cli/live/happening-line.ts'
import { makePaint } from '../../src/cli/live/paint.ts'
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
})
