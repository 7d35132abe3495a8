import { describe } from 'vitest'
import { requiredPart } from '../support/required.ts'
import { ORIGINAL_EXCEPTIONS } from './original-exceptions.ts'
import { toxiproxyContract } from './suites.ts'
import { binary, findBinary } from './toxiproxies.ts'

const path = findBinary()
const found = requiredPart(
  'toxiproxy',
  path !== undefined,
  'there is no toxiproxy-server on the PATH nor at BLACKSTART_TOXIPROXY_BIN',
)

describe.skipIf(!found)('the original', () => {
  toxiproxyContract({ name: 'toxiproxy-server', start: binary(path ?? ''), exceptions: ORIGINAL_EXCEPTIONS })
})
