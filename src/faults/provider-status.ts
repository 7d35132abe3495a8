import { DrillError } from '../model/error.ts'
import type { FaultDriver, FaultOf, MockAccess, Target } from './driver.ts'
import { toxicName } from './proxy-undo.ts'

/** The mock provider answers with an error status, as the real one words it. */
export const providerStatus: FaultDriver<FaultOf<'provider.status'>> = {
  async prepare(fault, at) {
    const { controlUrl, tokenFile } = mockOf(at)
    return { kind: 'mock.clear', control: controlUrl, tokenFile, fault: toxicName(at.drill, fault.id) }
  },
  inject(fault, at) {
    const { status, retryAfterMs, shareRatio } = fault
    return mockOf(at).control.put(toxicName(at.drill, fault.id), {
      match: at.component.dialect === undefined ? {} : { dialect: at.component.dialect },
      shareRatio,
      ttlMs: Math.min(at.leaseMs, LONGEST_LEASE_MS),
      effect: { kind: 'status', status, body: 'auto', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    })
  },
  async effect(fault, at, signal) {
    const id = toxicName(at.drill, fault.id)
    // Only the platform's own requests count: asking ourselves would prove nothing about it.
    for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += 100) {
      const hits = (await mockOf(at).control.faults()).find(listed => listed.id === id)?.hits ?? 0
      if (hits > 0) return { state: 'bitten', seen: `${hits} requests of the platform were answered ${fault.status}` }
      await at.world.clock.sleep(100, signal)
    }
    return { state: 'not-bitten', seen: `no request of the platform met it within ${PATIENCE_MS / 1000} s` }
  },
}

const PATIENCE_MS = 5000
// The mock grants no longer one.
const LONGEST_LEASE_MS = 86_400_000

function mockOf(at: Target): MockAccess {
  if (at.mock !== undefined) return at.mock
  throw new DrillError(
    'NOT_AVAILABLE',
    `${at.component.id} has no mock provider that could be made to answer errors.`,
    {
      hint: 'give the component "upstream: mock", or break its network instead',
    },
  )
}
