import type { Sample } from '../model/sample.ts'

/** Whether a sample is perhaps bad only because of us: in time but for our lateness, given up while we could not hear, crowded out by what we asked too late. */
export function isBlurred(sample: Sample, journey: { everyMs: number; good: { withinMs: number } }): boolean {
  if (sample.bad === 'slow') return sample.tookMs - sample.lateMs <= journey.good.withinMs
  return (sample.bad === 'shed' || sample.bad === 'timeout') && sample.lateMs >= journey.everyMs
}
