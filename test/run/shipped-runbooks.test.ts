import { describe, expect, test } from 'vitest'
import { simulate } from '../../src/testing/simulate.ts'
import type { SimulatedDrill, SimulatedStores } from '../../src/testing/simulated-ground.ts'
import { expectedOf, type Shipped, shippedScenario, shippedScenarios } from '../support/shipped.ts'

// Those about something else than data are simulated beside what they are about.
const BY_RUNBOOK = shippedScenarios().filter(
  ({ runbook, scenario }) => runbook !== undefined && scenario.gates.integrity.length > 0,
)
const isTwin = ({ name }: Shipped) => name.startsWith('sabotage/')
// Data is damaged; the platform itself feels it or not.
const reaction = { fallback: true, detectMs: 0, failbackMs: 0, mode: '' }

describe('every shipped scenario whose runbook brings data back, in virtual time', () => {
  for (const shipped of BY_RUNBOOK.filter(each => !isTwin(each))) {
    test(`${shipped.name} passes where the runbook brings the data back`, async () => {
      const { measures, left } = await simulate(drillOf(shipped, ({ stores, whole }) => stores.refill(whole)))
      expect(measures.reasons.filter(reason => reason.verdict !== 'passed' && !isOfLedgers(reason))).toEqual([])
      expect(measures.runbook?.outcome).toBe('done')
      expect(left).toEqual([])
    })

    test(`${shipped.name} fails by the integrity gate where the runbook says that it did and did not`, async () => {
      const { measures, left } = await simulate(drillOf(shipped, () => {}))
      expect(measures.verdict).toBe('failed')
      const gate = measures.gates.findLast(({ during, name }) => during === 'recovered' && name.startsWith('integrity'))
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

function drillOf({ scenario, platform, runbook }: Shipped, act: (on: SimulatedStores) => void): SimulatedDrill {
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
    return { output: expectedOf(runbook), code: 0, tookMs: 300 }
  }
  return { scenario, platform, runbook, command, reaction }
}
