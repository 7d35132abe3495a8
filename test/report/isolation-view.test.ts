import { describe, expect, test } from 'vitest'
import { measuring } from '../../src/measure/measuring.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { chronicle } from '../../src/report/chronicle/chronicle.ts'
import { renderHtml } from '../../src/report/html.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { type DrillView, drillView } from '../../src/report/view/drill-view.ts'
import { neighboursInWords } from '../../src/report/view/first-screen/neighbour-figure.ts'
import { asked, blasted, blastFault, END, START, STOP, shared, type Told } from '../measure/isolation/story.ts'
import { faultWith, journalOf, platformWith, scenarioWith, startedWith, UNDO } from '../support/drill.ts'

const during = (dueMs: number) => dueMs >= START && dueMs < STOP
const slow = asked('ask@acme', dueMs => (during(dueMs) ? 60 : 20))
const calm = asked('ask@initech', () => 20)
const searched: Told = [
  [100, { type: 'canary.planted', canary: 'c1', tenant: 'acme', place: 'notes', planted: true, detail: 'status 200' }],
  [200, { type: 'canary.searched', answers: 40, place: 'answers' }],
  [
    300,
    { type: 'intruder.tried', intruder: 'ask', key: 'revoked', dueMs: 295, tookMs: 5, outcome: 'refused', detail: '' },
  ],
]
const leaked: Told = [
  [15_000, { type: 'canary.seen', canary: 'c1', owner: 'acme', seenBy: 'globex', where: 'GET /notes' }],
  [
    15_100,
    {
      type: 'intruder.tried',
      intruder: 'ask',
      key: 'revoked',
      dueMs: 15_095,
      tookMs: 5,
      outcome: 'let-in',
      detail: 'status 200',
    },
  ],
]

function told(more: Told, change: Partial<Scenario> = {}): DrillView {
  const isolation = { p99Ratio: 1.5, errorsRatio: 0.001, leaks: 0, refusalMs: undefined }
  const scenario = scenarioWith({
    faults: [blastFault],
    isolation,
    targets: { rtoMs: undefined, rpoMs: undefined },
    ...change,
  })
  const started = startedWith({ scenario, platform: platformWith(shared) })
  const events: readonly DrillEvent[] = journalOf([
    [0, started],
    ...more,
    [START + 900, { type: 'fault.effect', fault: 'f1', effect: { state: 'bitten', seen: '97 requests were sent' } }],
    [STOP + 20, { type: 'fault.undone', fault: 'f1', outcome: { state: 'undone', detail: 'over' }, by: 'conductor' }],
    [END, { type: 'residue.scanned', looked: [], left: [], by: 'conductor' }],
    [END + 1, { type: 'drill.finished' }],
  ])
  const measure = measuring()
  const story = chronicle()
  for (const event of events) {
    measure.see(event)
    story.see(event)
  }
  return drillView(measure.result(), story.picture())
}

const hang: Fault = { ...faultWith({ id: 'f0' }), kind: 'hang' } as Fault
const hanging: Told = [
  [START - 50, { type: 'fault.intended', fault: hang, undo: UNDO, words: 'agent hangs' }],
  [START - 45, { type: 'fault.injected', fault: 'f0', startedMs: START - 50, ackMs: START - 45 }],
  [START - 40, { type: 'fault.effect', fault: 'f0', effect: { state: 'bitten', seen: 'it hangs' } }],
  [STOP + 10, { type: 'fault.undone', fault: 'f0', outcome: { state: 'undone', detail: '' }, by: 'conductor' }],
]

test('a leak that is all that failed is the headline, and nothing that was never claimed stands before it', () => {
  const calmAll = [...asked('ask@acme', () => 20), ...calm]
  const view = told([...calmAll, ...hanging, ...searched, ...leaked.slice(0, 1)], { faults: [hang] })
  expect(view.verdict.headline).toMatch(
    /^globex was told what belongs to acme, hidden in notes \(GET \/notes, 15 s into/,
  )
})

describe('a report about neighbours', () => {
  const view = told([...slow, ...calm, ...blasted(), ...searched])

  test('says in its headline who suffered', () => {
    expect(view.verdict.headline).toBe(
      'While globex asked for far too much, the other tenants got no more bad answers than before and their slowest answers (p99) took 3 times as long (1.5 allowed); nothing of theirs was told to another.',
    )
  })
  test('says bad answers in every hundred, and beside what other damage', () => {
    const bad = asked('ask@acme', dueMs => (during(dueMs) && dueMs % 300 === 0 ? { bad: 'wrong' } : 20))
    expect(told([...bad, ...calm, ...blasted(), ...searched]).verdict.headline).toBe(
      'While globex asked for far too much, the other tenants got 33 more bad answers in every hundred (0.1 allowed) and their slowest answers (p99) were as quick as before; nothing of theirs was told to another.',
    )
    const beside = [...slow, ...calm, ...hanging, ...blasted(), ...searched]
    expect(told(beside, { faults: [hang, blastFault] }).verdict.headline).toMatch(
      /^While globex asked for far too much beside the other damage, the other tenants got/,
    )
  })
  test('says a leak beside how they fared, which does not explain it', () => {
    expect(told([...slow, ...calm, ...blasted(), ...searched, ...leaked]).verdict.headline).toMatch(
      /took 3 times as long \(1.5 allowed\); 1 leak\. globex was told what belongs to acme, hidden in notes/,
    )
  })
  test('says first why what it is about was judged so, and then of ledgers and gates', () => {
    const quick = told([...asked('ask@acme', () => 20), ...calm, ...blasted(), ...searched])
    expect(quick.why.reasons.map(({ text }) => text.split(':')[0])).toEqual([
      'No tenant was told what belongs to another',
      'Keys that must be refused were',
      'Journey ask of acme kept its pace',
      'Journey ask of initech kept its pace',
    ])
  })
  test('shows on its first screen how the one that suffered most fared', () => {
    expect(view.neighbourFigure).toEqual({
      value: '3 times',
      against: 'as long for acme’s slowest answers (p99), 1.5 times allowed',
      note: 'Under the load 0 of 100 answers to acme were bad. Nobody was told what belongs to another.',
      met: 'no',
      bars: [
        { label: 'before', ms: expect.closeTo(20, 1) },
        { label: 'under load', ms: expect.closeTo(60, 1) },
        { label: 'after', ms: expect.closeTo(20, 1) },
      ],
      limitMs: expect.closeTo(30, 1),
    })
    const page = renderHtml(view)
    expect(page).toContain('30 ms allowed')
    expect(page).toContain('class="bar bad"')
  })
  test('blames nobody there where our own machine lacked time', () => {
    const starved = told([...slow, ...calm, ...blasted(() => ({ lateP99Ms: 90 })), ...searched])
    expect(starved.neighbourFigure?.met).toBe('unknown')
    expect(renderHtml(starved)).not.toContain('class="bar bad"')
  })
  test('draws what the culprit asked and got on the time axis of everything else', () => {
    const lane = view.timeline.lanes.find(each => each.kind === 'load')
    expect(lane).toMatchObject({ label: 'load of globex', bucketMs: 1000 })
    expect(view.timeline.legend.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['asked', 'served', 'turned-away']),
    )
    expect(renderHtml(view)).toContain('class="load turned-away"')
  })
  test('shows each neighbour before, under and after the load', () => {
    expect(view.isolation?.victims[0]).toEqual({
      tenant: 'acme',
      journey: 'ask@acme',
      before: '100 samples, 0 bad, p99 20 ms',
      during: '100 samples, 0 bad, p99 60 ms',
      after: '100 samples, 0 bad, p99 20 ms',
      p50: '3x',
      p95: '3x',
      p99: '3x (3x to 3x)',
      errors: 'no more than before',
      throughput: '100 %',
    })
  })
  test('shows what the culprit asked and got', () => {
    expect(view.isolation?.loads[0]).toEqual({
      tenant: 'globex',
      asked: '1,000 requests of 1000 due in 10 s',
      got: '200 served, 800 told to wait',
      latency: 'p50 4 ms, p99 50 ms, at most 50 ms',
      share: '50 %',
      quota: 'kept to the request',
      cost: '300 KB, 10000 tokens',
      sender: 'kept its schedule, 99 of 100 within 0.4 ms (own)',
    })
  })
  test('says who was told what, and who got in', () => {
    expect(view.isolation?.secrets.map(({ what, outcome, good }) => [what, outcome, good])).toEqual([
      ['A tenant’s text, hidden in notes, told to another', 'never', true],
      ['ask: revoked', '1 refused, 0 without an answer', true],
    ])
    const bad = told([...slow, ...calm, ...blasted(), ...searched, ...leaked])
    expect(bad.isolation?.secrets.map(({ outcome, good }) => [outcome, good])).toEqual([
      ['1 time: globex was told what is acme’s by GET /notes', false],
      ['let in 1 time', false],
    ])
  })
  test('is all there on the page and in Markdown', () => {
    for (const text of [renderHtml(view), renderMarkdown(view)]) {
      for (const word of ['Neighbours', 'Fairness (Jain)', '800 told to wait', 'kept to the request', 'acme'])
        expect(text).toContain(word)
    }
  })
})

test('where a key was stolen and nothing else happened, the one sentence says how long it opened doors', () => {
  const key = { fault: 'f1', tenant: 'globex', declaredMs: 0, precisionMs: 200, servedAfterwards: 0, met: true }
  const stolen = (refusalMs: number) => ({ loads: [], leakedKeys: [{ ...key, refusalMs }] })
  const canaries = { planted: 4, seen: 0 }
  const isolation = { ...stolen(4000), canaries, targets: { refusalMs: 15_000 } }
  const said = (verdict: string) => neighboursInWords({ verdict, isolation } as unknown as DrillMeasures)
  expect(said('passed')).toBe(
    'The stolen key of globex was refused 4 s ± 0.2 s after its leak was declared; the target was 15 s. Nobody was told what belongs to another tenant.',
  )
  expect(said('failed')).toBeUndefined()
})
