import type { Fault } from '../model/fault.ts'
import { bandwidth } from './bandwidth.ts'
import { containerDisconnect, containerKill, containerPause } from './container-fault.ts'
import { cpuSqueeze } from './cpu-squeeze.ts'
import { custom } from './custom.ts'
import { cut } from './cut.ts'
import { diskFill } from './disk-fill.ts'
import type { Drivers, FaultDriver } from './driver.ts'
import { hang } from './hang.ts'
import { latency } from './latency.ts'
import { credentialLeak, loadTenant } from './load-tenant.ts'
import { processFreeze } from './process-freeze.ts'
import { processKill } from './process-kill.ts'
import {
  providerContract,
  providerDegrade,
  providerModelGone,
  providerStall,
  providerTruncate,
  providerWrongModel,
} from './provider-answers.ts'
import { providerStatus } from './provider-status.ts'
import { refuse } from './refuse.ts'
import { regionDown } from './region-down.ts'
import { reset } from './reset.ts'
import { restartStorm } from './restart-storm.ts'
import { slice } from './slice.ts'
import { slowClose } from './slow-close.ts'
import { storeCorrupt, storeDelete, storeRollback } from './store-damage.ts'
import { storeDetach } from './store-detach.ts'
import { storeScratch } from './store-scratch.ts'
import { storeThrottle } from './store-throttle.ts'

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
  'provider.degrade': providerDegrade,
  'provider.stall': providerStall,
  'provider.truncate': providerTruncate,
  'provider.model-gone': providerModelGone,
  'provider.wrong-model': providerWrongModel,
  'provider.contract': providerContract,
  'load.tenant': loadTenant,
  'credential.leak': credentialLeak,
  'process.kill': processKill,
  'process.freeze': processFreeze,
  'process.restart-storm': restartStorm,
  'container.kill': containerKill,
  'container.pause': containerPause,
  'container.disconnect': containerDisconnect,
  'region.down': regionDown,
  'cpu.squeeze': cpuSqueeze,
  'disk.fill': diskFill,
  custom,
  'store.delete': storeDelete,
  'store.corrupt': storeCorrupt,
  'store.rollback': storeRollback,
  'store.detach': storeDetach,
  'store.throttle': storeThrottle,
  'store.scratch': storeScratch,
}

/** The driver for one fault. */
export function driverFor<F extends Fault>(fault: F): FaultDriver<F> {
  return drivers[fault.kind] as unknown as FaultDriver<F>
}
