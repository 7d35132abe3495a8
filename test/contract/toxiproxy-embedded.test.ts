import { toxiproxyContract } from './suites.ts'
import { inProcess } from './toxiproxies.ts'

toxiproxyContract({ name: 'the embedded server', start: inProcess, exceptions: {} })
