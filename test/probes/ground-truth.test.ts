import { describe, test } from 'vitest'
import { outageTrial } from './outage-trial.ts'

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)

// The same for hundreds of seeds, and beside a busy core: `npm run bench -- ground-truth`.
describe('outages cut into a real server are measured', () => {
  test.concurrent.for(SEEDS)(
    'never below the truth, and within one sampling interval and its answer above it: seed %d',
    async (seed, { expect }) => {
      const { measured, backAfterMs, backByMs, everyMs, answerMs, blurred } = await outageTrial(seed)
      const measuredMs = measured.restoredMs ?? 0
      expect(measured.state).toBe('restored')
      expect(measuredMs).toBeGreaterThanOrEqual(backAfterMs)
      // On a machine too busy to ask or to hear in time it may be more; then the journal says so.
      expect(blurred > 0 ? 0 : measuredMs).toBeLessThanOrEqual(backByMs + everyMs + answerMs)
      // The error bar is honest: the truth lies within it.
      expect(measuredMs - (measured.precisionMs ?? 0)).toBeLessThanOrEqual(backByMs)
    },
  )
})
