import type { Fault } from '../model/fault.ts'
import { bandwidth } from './bandwidth.ts'
import { cut } from './cut.ts'
import type { Drivers, FaultDriver } from './driver.ts'
import { hang } from './hang.ts'
import { latency } from './latency.ts'
import { credentialLeak, loadTenant } from './load-tenant.ts'
import { providerStatus } from './provider-status.ts'
import { refuse } from './refuse.ts'
import { reset } from './reset.ts'
import { slice } from './slice.ts'
import { slowClose } from './slow-close.ts'

/** Every kind of fault and how it is done. */
export const drivers: Drivers = {
  refuse,
  hang,
  latency,
  bandwidth,
  reset,
  cut,
  'slow-close': slowClose,
  slice,
  'provider.status': providerStatus,
  'load.tenant': loadTenant,
  'credential.leak': credentialLeak,
}

/** The driver for one fault. */
export function driverFor<F extends Fault>(fault: F): FaultDriver<F> {
  return drivers[fault.kind] as unknown as FaultDriver<F>
}
