import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { recoveryStory } from '../../src/report/view/first-screen/recovery-story.ts'
import { crashedDrill, longDrill, passedDrill, stillDownDrill, told, unhealthyDrill } from './drills.ts'

const storyOf = (events: Iterable<DrillEvent>) => {
  const { measures, picture } = told(events)
  return recoveryStory(measures, picture)
}
const lanesOf = (events: Iterable<DrillEvent>) =>
  storyOf(events).picture?.lanes.flatMap(lane =>
    lane.kind === 'spans' ? [`${lane.label}: ${lane.spans.map(span => span.label).join(' | ')}`] : [],
  )

describe('the times of a recovery', () => {
  test('are related to each other in one sentence', () => {
    expect(storyOf(passedDrill()).sentences).toMatchInlineSnapshot(`
      [
        "Users had no good answer for the first 1.8 s; the checks that prove it were through 0.5 s later. Together that is the RTO: 2.3 s, or up to 0.2 s less.",
        "Between 1.7 s and 9.3 s after the fault, answers were degraded (fallback-model).",
      ]
    `)
  })

  test('and to the error bar, which reaches to one side and is rounded up', () => {
    const { measures, picture } = told(passedDrill())
    const [sentence] = recoveryStory(
      { ...measures, rto: { ...measures.rto, restoredMs: 1130, verifiedMs: 1560, precisionMs: 210 } },
      picture,
    ).sentences
    expect(sentence).toMatch(
      /first 1\.1 s; .* through 0\.5 s later\. Together that is the RTO: 1\.6 s, or up to 0\.3 s less\.$/,
    )
  })

  test('of damage that no user felt: how long until it was proven to be gone', () => {
    const { measures, picture } = told(passedDrill())
    const unfelt = (verifiedMs: number | null) =>
      recoveryStory({ ...measures, rto: { ...measures.rto, restoredMs: 0, verifiedMs } }, picture).sentences[0]
    expect(unfelt(3800)).toBe(
      'No user was without a good answer; that everything is back was proven after 3.8 s. That is the RTO.',
    )
    expect(unfelt(null)).toMatch(/not all checks that prove everything back passed/)
  })

  test('stand on one axis: fault, users, answers', () => {
    expect(lanesOf(passedDrill())).toMatchInlineSnapshot(`
      [
        "fault: in place 8 s",
        "users: down 1.8 s | checks 0.5 s | good",
        "answers: degraded",
      ]
    `)
    expect(storyOf(passedDrill()).picture?.milestones.map(mark => mark.label)).toMatchInlineSnapshot(`
      [
        "RTO 2.3 s ± 0.2 s",
        "target 6 s",
      ]
    `)
  })

  test('of a platform that did not come back say which of the two times counts', () => {
    expect(storyOf(stillDownDrill()).sentences).toMatchInlineSnapshot(`
      [
        "A lower bound: still down when the drill gave up.",
      ]
    `)
    expect(lanesOf(stillDownDrill())).toMatchInlineSnapshot(`
      [
        "fault: put back after 9 s",
        "users: down until everything was put back",
      ]
    `)
  })

  test('good lasts no longer than anybody asked, and is good between two outages too', () => {
    const { measures, picture } = told(passedDrill())
    const t0 = measures.t0 ?? 0
    const outages = [
      { fromMs: t0, toMs: t0 + 500 },
      { fromMs: t0 + 900, toMs: t0 + 1771 },
    ].map(span => ({ ...span, samples: 3, reasons: {}, detail: null }))
    const journeys = measures.journeys.map((journey, i) => (i === 0 ? { ...journey, outages } : journey))
    const endedMs = t0 + 5000
    const story = recoveryStory({ ...measures, journeys, endedMs }, picture)
    const users = story.picture?.lanes.find(lane => lane.label === 'users')
    expect(users?.kind === 'spans' && users.spans.map(span => [span.label, span.fromMs - t0, span.toMs - t0])).toEqual([
      ['', 500, 900],
      ['down 500 ms', 0, 500],
      ['down 871 ms', 900, 1771],
      [expect.stringMatching(/^checks/), 1771, 2295],
      ['good', 2295, 5000],
    ])
  })

  test('what outlasts the recovery by far leaves the picture instead of squeezing it', () => {
    const picture = storyOf(longDrill({ hours: 2 })).picture
    expect((picture?.toMs ?? 0) - (picture?.fromMs ?? 0)).toBeLessThan(60_000)
  })

  test('where nothing was broken there is no story', () => {
    expect(storyOf(unhealthyDrill())).toEqual({ sentences: [], picture: undefined })
  })

  test('half a journal gives as much as was seen', () => {
    expect(storyOf(crashedDrill()).sentences).toMatchInlineSnapshot(`
      [
        "A lower bound: still down when the journal breaks off.",
        "Between 1.7 s and 1.8 s after the fault, answers were degraded (fallback-model).",
      ]
    `)
  })
})
