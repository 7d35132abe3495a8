import type { FaultOf } from './driver.ts'
import { mockFault } from './mock-fault.ts'

/** The mock provider answers with an error status, as the real one words it. */
export const providerStatus = mockFault<FaultOf<'provider.status'>>(({ status, retryAfterMs, shareRatio }) => ({
  effect: { kind: 'status', status, body: 'auto', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  shareRatio,
  model: undefined,
  curve: undefined,
  seen: hits => `${hits} requests of the platform were answered ${status}`,
}))
