import { describe } from 'vitest'
import { binary, findBinary } from '../contract/toxiproxies.ts'
import { requiredPart } from '../support/required.ts'
import { driversSuite } from './drivers.suite.ts'

const path = findBinary()
const found = requiredPart(
  'toxiproxy',
  path !== undefined,
  'there is no toxiproxy-server on the PATH nor at BLACKSTART_TOXIPROXY_BIN',
)

describe.skipIf(!found)('on the original Toxiproxy', () => {
  driversSuite(binary(path ?? ''), { leases: false })
})
