import { expect, test } from 'vitest'
import type { PartTarget } from '../../src/model/scenario.ts'
import { asWatched } from '../../src/scenario/as-watched.ts'
import { ledgerWith } from '../measure/ledger-story.ts'
import { platformWith } from '../support/drill.ts'

const ledgers = [
  ledgerWith({ id: 'runs', name: 'runs', component: 'history' }),
  ledgerWith({ id: 'config@acme', name: 'config', component: 'tenants', ifClaimed: true }),
]
const written = (...partTargets: readonly PartTarget[]) =>
  asWatched({ ...platformWith(), ledgers }, { faults: [], partTargets }).ledgers.map(({ id }) => id)
const claim = (of: PartTarget['of'], name: string, rpoMs?: number): PartTarget => ({ of, name, rtoMs: 1000, rpoMs })

test('a ledger that is only for claims is not written where nothing is claimed of it', () => {
  expect(written()).toEqual(['runs'])
  expect(written(claim('ledger', 'runs', 0), claim('component', 'history', 0), claim('tenant', 'acme', 0))).toEqual([
    'runs',
  ])
})

test('it is where something is claimed of it, for every tenant, or of what its component may lose', () => {
  expect(written(claim('ledger', 'config', 0))).toEqual(['runs', 'config@acme'])
  expect(written(claim('component', 'tenants', 0))).toEqual(['runs', 'config@acme'])
})

test('how soon its component is back is no claim of what is lost', () => {
  expect(written(claim('component', 'tenants'))).toEqual(['runs'])
})
