import { afterAll, describe } from 'vitest'
import { noContainers, sharedContainer } from '../contract/container.ts'
import { requiredPart } from '../support/required.ts'
import { driversSuite } from './drivers.suite.ts'

const missing = await noContainers()
const found = requiredPart('docker', missing === undefined, missing ?? '')

describe.skipIf(!found)('on the original Toxiproxy in a container', () => {
  const container = sharedContainer()
  afterAll(() => container[Symbol.asyncDispose]())
  driversSuite(container.start, { leases: false })
})
