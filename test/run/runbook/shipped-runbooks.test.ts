import { describe, expect, test } from 'vitest'
import { simulate } from '../../../src/testing/simulate.ts'
import type { SimulatedDrill, SimulatedStores } from '../../../src/testing/simulated-ground.ts'
import { expectedOf, type Shipped, shippedScenario, shippedScenarios } from '../../support/shipped.ts'

// Those about something else than data are simulated beside what they are about.
const BY_RUNBOOK = shippedScenarios().filter(
  ({ runbook, scenario: { faults } }) => runbook !== undefined && faults.some(({ kind }) => kind.startsWith('store.')),
)
const isTwin = ({ name }: Shipped) => name.startsWith('sabotage/')
const asksGolden = ({ scenario }: Shipped) => scenario.gates.golden !== undefined
const samplesGolden = ({ scenario }: Shipped) => scenario.gates.golden?.sampling !== undefined
// Data is damaged; the platform itself feels it or not, and only some of its answers are wrong.
const reaction = { fallback: true, detectMs: 0, failbackMs: 0, mode: '', wrongRatio: 0.3 }

describe('every shipped scenario whose runbook brings data back, in virtual time', () => {
  for (const shipped of BY_RUNBOOK.filter(each => !isTwin(each))) {
    test(`${shipped.name} passes where the runbook brings the data back`, async () => {
      const { measures, left } = await simulate(drillOf(shipped, ({ stores, whole }) => stores.refill(whole)))
      expect(measures.reasons.filter(reason => reason.verdict !== 'passed' && !isOfLedgers(reason))).toEqual([])
      expect(measures.runbook?.outcome).toBe('done')
      expect(left).toEqual([])
    })

    test(`${shipped.name} fails by its gates where the runbook says that it did and did not`, async () => {
      const { measures, left } = await simulate(soon(drillOf(shipped, () => {})))
      expect(measures.verdict).toBe('failed')
      const gate = measures.gates.findLast(
        ({ during, name }) => during === 'recovered' && /^(integrity|golden)/.test(name),
      )
      expect(gate?.verdict).toBe('failed')
      expect(left).toEqual([])
    })
  }

  for (const shipped of BY_RUNBOOK.filter(isTwin)) {
    test(`${shipped.name} ends failed: the drill can tell`, async () => {
      const { measures, left } = await simulate(drillOf(shipped, () => {}))
      expect(measures.verdict).toBe('failed')
      expect(left).toEqual([])
    })
  }

  test.for(BY_RUNBOOK.filter(each => isTwin(each) && asksGolden(each)).map(each => [each.name, each] as const))(
    '%s: only its golden set sees that it is available and wrong',
    async ([, shipped]) => {
      const { measures } = await simulate(drillOf(shipped, () => {}))
      expect(measures.journeys.every(({ outages }) => outages.length === 0)).toBe(true)
      expect(measures.reasons.filter(({ verdict }) => verdict === 'failed').map(({ text }) => text)).toEqual([
        expect.stringMatching(/^Available but wrong after the recovery: -\d+\.\d points .* the margin is 5 %\.$/),
      ])
      const right = await simulate({ ...drillOf(shipped, () => {}), reaction: { ...reaction, wrongRatio: 0 } })
      expect(right.measures.reasons.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    },
  )

  test.for(BY_RUNBOOK.filter(each => !isTwin(each) && samplesGolden(each)).map(each => [each.name, each] as const))(
    '%s: a few cases asked all the time say when quality was back',
    async ([, shipped]) => {
      let commands = 0
      const drill = drillOf(shipped, ({ stores, whole }) => void (++commands > 1 && stores.refill(whole)), 1500)
      const { measures } = await simulate(drill)
      expect(measures.quality?.rto).toMatchObject({ state: 'restored', baselineRatio: 1 })
      expect(measures.quality?.rto?.restoredMs).toBeGreaterThanOrEqual(1500)
    },
  )
})

describe('region-store-lost, in virtual time', () => {
  const region = shippedScenario('region-store-lost')

  test('passes where the other region answers once its data is restored', async () => {
    const takesOver = { fallback: true, detectMs: 3000, failbackMs: 0, mode: '' }
    const { measures, left } = await simulate({
      ...drillOf(region, () => {}),
      golden: region.golden,
      reaction: takesOver,
    })
    expect(measures.reasons.filter(reason => reason.verdict !== 'passed' && !isOfLedgers(reason))).toEqual([])
    expect(measures.runbook).toMatchObject({ outcome: 'done', file: 'runbooks/restore-region.md' })
    expect(left).toEqual([])
  })

  test('fails where the runbook says so and nobody answers', async () => {
    const drill = { ...drillOf(region, () => {}), golden: region.golden, reaction: { fallback: false } }
    const { measures, left } = await simulate(drill)
    expect(measures.verdict).toBe('failed')
    expect(measures.rto).toMatchObject({ state: 'still-down', met: false })
    expect(left).toEqual([])
  })
})

/** No ledger of a real platform is kept by a toy. */
function isOfLedgers({ text }: { readonly text: string }): boolean {
  return /ledger|RPO/i.test(text)
}

/** What fails, fails as well after a few seconds as after a minute. */
function soon(drill: SimulatedDrill): SimulatedDrill {
  return { ...drill, scenario: { ...drill.scenario, deadlineMs: 8000 } }
}

function drillOf(
  { scenario, platform, runbook, golden }: Shipped,
  act: (on: SimulatedStores) => void,
  tookMs = 300,
): SimulatedDrill {
  if (runbook === undefined) throw new Error('it has no runbook')
  const isolated = scenario.faults.find(({ kind }) => kind === 'store.scratch')
  const store = platform.components.find(({ id }) => id === isolated?.component)?.store
  const command = (_text: string, on: SimulatedStores) => {
    act(on)
    const [rows = []] = [...on.whole]
      .filter(([key]) => store !== undefined && key === `${store.connect}/${store.collection}`)
      .map(([, all]) => all)
    act({
      ...on,
      stores: {
        ...on.stores,
        refill() {
          if (store !== undefined)
            on.stores.fill({ ...store, collection: `${store.collection}.blackstart_isolated` }, rows)
        },
      },
    })
    return { output: expectedOf(runbook), code: 0, tookMs }
  }
  return { scenario, platform, runbook, golden, command, reaction }
}
