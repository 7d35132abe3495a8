import { expect, test } from 'vitest'
import { type Death, dieAt } from './sweep.ts'

// Of some three hundred deaths these few, one in each part of a drill; tools/crash-sweep.ts lets it die of every one.
const DEATHS: readonly Death[] = [
  { line: 2, moment: 'durable', who: 'conductor' },
  { line: 8, moment: 'noted', who: 'both' },
  { line: 20, moment: 'durable', who: 'conductor' },
  { line: 26, moment: 'durable', who: 'both' },
  { line: 30, moment: 'noted', who: 'watchdog' },
  { line: 34, moment: 'durable', who: 'both' },
  { line: 44, moment: 'noted', who: 'conductor' },
]

test.for(DEATHS)('$who killed at line $line, $moment: the world is as before', { timeout: 60_000 }, async death => {
  const { difference } = await dieAt(death)
  expect(difference).toBe('')
})
