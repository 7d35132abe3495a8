import { describe, test } from 'vitest'
import { lossTrial } from './loss-trial.ts'

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)

// The same for hundreds of seeds, and beside a busy core: `npm run bench -- ground-truth`.
describe('writes that a real server loses, spoils, doubles or never acknowledges are accounted for', () => {
  test.concurrent.for(SEEDS)('each of them, and the RPO to the write: seed %d', async (seed, { expect }) => {
    const trial = await lossTrial(seed)
    expect(trial.measured).toEqual(trial.true)
  })
})
