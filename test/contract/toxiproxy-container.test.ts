import { afterAll, describe } from 'vitest'
import { requiredPart } from '../support/required.ts'
import { noContainers, sharedContainer } from './container.ts'
import { ORIGINAL_EXCEPTIONS } from './original-exceptions.ts'
import { toxiproxyContract } from './suites.ts'

const missing = await noContainers()
const found = requiredPart('docker', missing === undefined, missing ?? '')

describe.skipIf(!found)('the original in a container', () => {
  const container = sharedContainer()
  afterAll(() => container[Symbol.asyncDispose]())
  toxiproxyContract({ name: 'toxiproxy in a container', start: container.start, exceptions: ORIGINAL_EXCEPTIONS })
})
