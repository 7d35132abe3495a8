import { httpContract } from './http.contract.ts'
import { networkContract } from './network.contract.ts'
import type { Subject } from './subject.ts'
import { toxicsContract } from './toxics.contract.ts'
import { trafficContract } from './traffic.contract.ts'

/** Everything a Toxiproxy must do to be used by a drill, and by everybody else's client. */
export function toxiproxyContract(subject: Subject): void {
  httpContract(subject)
  toxicsContract(subject)
  trafficContract(subject)
  networkContract(subject)
}
