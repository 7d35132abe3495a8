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

  const TIMEOUT_MS = 400
  test.concurrent.for(SEEDS.slice(0, 6))(
    'by few questions at once, of a server that hangs: what is not asked is told, and blurs the end only by how long was waited: seed %d',
    async (seed, { expect }) => {
      const trial = await outageTrial(seed, { way: 'hang', timeoutMs: TIMEOUT_MS, maxInFlight: 2 })
      const { measured, backAfterMs, backByMs, everyMs, answerMs, blurred } = trial
      const measuredMs = measured.restoredMs ?? 0
      expect(trial.shed).toBeGreaterThan(0)
      // The server knows who came: nobody who is said not to have been sent, and all others, unless this machine kept them.
      expect(trial.customers).toBeLessThanOrEqual(trial.asked)
      expect(blurred > 0 ? trial.asked : trial.customers).toBe(trial.asked)
      expect(measured.state).toBe('restored')
      expect(measuredMs).toBeGreaterThanOrEqual(backAfterMs)
      // Nobody was asked while all were waiting for answers that never came.
      expect(blurred > 0 ? 0 : measuredMs).toBeLessThanOrEqual(backByMs + TIMEOUT_MS + everyMs + answerMs)
      expect(measuredMs - (measured.precisionMs ?? 0)).toBeLessThanOrEqual(backByMs)
    },
  )
})
