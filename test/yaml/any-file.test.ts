import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { changesOf, editsOf } from './changed-files.ts'
import {
  checkPlatform,
  checkScenario,
  MACHINE_SCENARIO,
  MACHINES,
  PLATFORM,
  problemsOf,
  SCENARIOS,
} from './check-file.ts'

test('what is changed here is right to begin with', () => {
  for (const text of [PLATFORM, MACHINES]) expect(parsePlatform('platform.yaml', text)).toMatchObject({ ok: true })
  for (const text of [...SCENARIOS, MACHINE_SCENARIO]) expect(problemsOf(text)).toEqual([])
})

// Three hundred are seconds of nothing but reading, of which a busy machine makes more than a test may take.
const PARTS = [1, 2, 3, 4, 5, 6]

describe('whatever a file holds, reading it ends with a value or with problems', () => {
  test.for(PARTS)('a platform file with edits at random, a sixth of 300: %i', () => {
    fc.assert(
      fc.property(fc.constantFrom(PLATFORM, MACHINES).chain(editsOf), text => checkPlatform(text)),
      { numRuns: 50 },
    )
  })

  test.for(PARTS)('a scenario file with edits at random, a sixth of 300: %i', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCENARIOS, MACHINE_SCENARIO).chain(editsOf), text => checkScenario(text)),
      { numRuns: 50 },
    )
  })

  test.for(PARTS)(
    'a platform file whose values are replaced, renamed and left out at random, a sixth of 300: %i',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(PLATFORM, MACHINES).chain(changesOf), text => checkPlatform(text)),
        { numRuns: 50 },
      )
    },
  )

  test.for(PARTS)(
    'a scenario file whose values are replaced, renamed and left out at random, a sixth of 300: %i',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...SCENARIOS, MACHINE_SCENARIO).chain(changesOf), text => checkScenario(text)),
        { numRuns: 50 },
      )
    },
  )

  test('no file at all, but any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        checkPlatform(text)
        checkScenario(text)
      }),
      { numRuns: 300 },
    )
  })
})
