import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { ReceivedSignal } from '../../src/model/signal.ts'
import { preflight } from '../../src/run/guards/preflight.ts'
import { fakeWorld } from '../../src/testing/fake-world.ts'
import { type SimulationStage, simulate } from '../../src/testing/simulate.ts'
import { receivedSignal } from '../support/drill.ts'
import { shippedScenario } from '../support/shipped.ts'

const AT = 'http://127.0.0.1:9099/alerted'

describe('a drill whose platform posts that something is wrong', () => {
  test('knows when it was told, to the moment', async () => {
    const { events, measures } = await drilled([receivedSignal({ id: 'paged', at: AT })])
    const told = changesOf(events, 'paged')
    expect(told.map(({ on }) => on)).toEqual([true, false])
    const [first] = told
    expect(first).toMatchObject({ heardMs: expect.any(Number), detail: 'received: $.state equals "firing"' })
    expect(measures.signals.find(({ name }) => name === 'paged')).toMatchObject({
      ...{ expected: true, firstOnMs: first?.heardMs, came: 'received', precisionMs: 0 },
      ...{ mail: { posts: 3, refused: 0 }, deafSinceMs: null },
    })
    expect(measures.split).toMatchObject({ detectedBy: 'paged', detectPrecisionMs: 0 })
    expect(measures.verdict).toBe('passed')
  })

  test('listens from before the baseline until everything is healed, and not a moment longer', async () => {
    const seen: string[] = []
    await drilled([receivedSignal({ id: 'paged', at: AT })], (event, { world }) => {
      if (event.type !== 'phase.started') return
      seen.push(`${event.phase} ${world.mailboxes.post(AT, {})}`)
    })
    expect(seen).toEqual([
      'stage false',
      'baseline false',
      'parachute true',
      'inject true',
      'observe true',
      'recover true',
      'validate true',
      'heal true',
      'scan false',
      'measure false',
    ])
  })

  test('several signals share a port, and a path', async () => {
    const { events } = await drilled([
      receivedSignal({ id: 'paged', at: AT }),
      receivedSignal({ id: 'told', at: AT, role: 'communicated', each: '$.alerts' }),
      receivedSignal({ id: 'switched', at: 'http://127.0.0.1:9099/other', role: 'failed-over', off: undefined }),
    ])
    expect(
      events
        .filter(event => event.type === 'signal.changed' && event.on)
        .map(event => 'signal' in event && event.signal),
    ).toEqual(expect.arrayContaining(['paged', 'told', 'switched']))
    expect(events.filter(({ type }) => type === 'mailbox.closed')).toMatchObject([
      { address: '127.0.0.1:9099', signals: ['paged', 'told', 'switched'], lost: null },
    ])
  })

  test('without an end every post is news: the one before the damage does not hide the one after it', async () => {
    const { measures } = await drilled(
      [receivedSignal({ id: 'paged', at: AT, off: undefined })],
      (event, { world }) => {
        if (event.type === 'sample' && event.dueMs < 3000) world.mailboxes.post(AT, { state: 'firing' })
      },
    )
    expect(measures.signals.find(({ name }) => name === 'paged')?.firstOnMs).toBeGreaterThan(measures.t0 ?? Infinity)
  })

  test('one that nobody posts was never heard', async () => {
    const never = receivedSignal({ id: 'paged', at: AT, headers: [{ kind: 'exists', path: 'x-team', exists: false }] })
    const { measures } = await drilled([
      { ...never, when: [{ kind: 'exists', path: '$.x', exists: true }], headers: [IMPOSSIBLE] },
    ])
    expect(sentencesOf(measures)).toContain(
      'failed: The signal paged was expected, but none of the 3 posts that came said so after the fault.',
    )
  })

  test('where what it is received with breaks off, nobody knows whether it came', async () => {
    const { measures, events } = await drilled([receivedSignal({ id: 'paged', at: AT })], (event, { world }) => {
      if (event.type === 'fault.intended') world.mailboxes.breakOff(9099, 'the port was closed')
    })
    expect(events.filter(({ type }) => type === 'mailbox.closed')).toMatchObject([{ lost: 'the port was closed' }])
    expect(sentencesOf(measures)).toContain(
      'inconclusive: The signal paged was expected, but what it is received with broke off, so nobody knows whether it came.',
    )
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
  })

  test('whose port is taken at the last moment breaks nothing', async () => {
    const { measures, events } = await drilled([receivedSignal({ id: 'paged', at: AT })], (event, { world }) => {
      if (event.type === 'drill.started') void world.mailboxes.open(9099, { paths: ['/'], hear: () => {} })
    })
    expect(events.some(({ type }) => type === 'fault.intended')).toBe(false)
    expect(measures).toMatchObject({ verdict: 'inconclusive', outcome: 'broken-off' })
    expect(measures.because).toContain('cannot be received at 127.0.0.1:9099')
  })
})

describe('before the drill', () => {
  test('a port where somebody else listens is refused, also where the Toxiproxy is one that is there', async () => {
    const { platform } = await shippedScenario('provider-outage')
    const drill = {
      platform: {
        ...platform,
        toxiproxy: { kind: 'url', url: 'http://127.0.0.1:8474' },
        signals: [receivedSignal({ at: AT })],
      },
      ...{ haltFile: '/halt', dir: '/drills/one', approval: undefined },
    } as const
    const plain = fakeWorld()
    const busy = {
      ...plain,
      sockets: { ...plain.sockets, isFree: async (address: string) => address !== '127.0.0.1:9099' },
    }
    await expect(preflight(busy, drill)).rejects.toMatchObject({
      code: 'PORT_BUSY',
      message: 'The signal alerted cannot be received at 127.0.0.1:9099: something is there already.',
    })
    const processes = { ...plain.processes, listening: async () => ({ pid: 4711, born: 'x' }) }
    await expect(preflight({ ...busy, processes }, drill)).rejects.toMatchObject({
      message: 'The signal alerted cannot be received at 127.0.0.1:9099: process 4711 is there already.',
      hint: expect.stringContaining('Nothing was touched'),
    })
    await preflight(plain, drill)
  })
})

const IMPOSSIBLE = { kind: 'equals', path: 'x-team', value: { no: 'header' } } as const

async function drilled(
  signals: readonly ReceivedSignal[],
  onEvent: (event: DrillEvent, stage: SimulationStage) => void = () => {},
) {
  const { scenario, platform } = await shippedScenario('provider-outage')
  const expect = { ...scenario.expect, signals: ['paged'] }
  return simulate({ scenario: { ...scenario, expect }, platform: watching(platform, signals), onEvent })
}

function watching(platform: Platform, signals: readonly ReceivedSignal[]): Platform {
  return { ...platform, signals }
}

function changesOf(events: readonly DrillEvent[], signal: string) {
  return events.flatMap(event => (event.type === 'signal.changed' && event.signal === signal ? [event] : []))
}

function sentencesOf({
  reasons,
}: {
  readonly reasons: readonly { readonly verdict: string; readonly text: string }[]
}) {
  return reasons.map(({ verdict, text }) => `${verdict}: ${text}`)
}
