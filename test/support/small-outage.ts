import type { Platform } from '../../src/model/platform.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { componentWith, journeyWith, platformWith, scenarioWith } from './drill.ts'

/** A platform of four routes and one journey, and an outage of its provider: enough to be swept through many hundred times. */
export function smallOutage(): { readonly platform: Platform; readonly scenario: Scenario } {
  const providers = (['openai', 'anthropic'] as const).map((id, index) =>
    componentWith({ id, dialect: id, route: { listen: `127.0.0.1:2010${index}`, upstream: { kind: 'mock' } } }),
  )
  const services = ['gateway', 'agent'].map((id, index) => {
    const upstream = { kind: 'address', address: `127.0.0.1:2030${index}` } as const
    const route = { listen: `127.0.0.1:2020${index}`, upstream }
    return componentWith({ id, kind: 'service', dialect: undefined, route })
  })
  const platform = platformWith({
    stage: { up: 'sh up.sh', ready: 'http://127.0.0.1:20201/health', readyWithinMs: 5000 },
    components: [...providers, ...services],
    journeys: [journeyWith()],
  })
  return { platform, scenario: scenarioWith({ targets: { rtoMs: 5000, rpoMs: undefined }, deadlineMs: 15_000 }) }
}
