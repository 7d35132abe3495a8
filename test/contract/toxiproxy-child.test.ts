import { networkContract } from './network.contract.ts'
import { childProcess } from './toxiproxies.ts'
import { trafficContract } from './traffic.contract.ts'

const subject = { name: 'the proxy program', start: childProcess, exceptions: {} }
trafficContract(subject)
networkContract(subject)
