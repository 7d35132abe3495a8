import { cpus } from 'node:os'

/** Says how much of all processors' time was used since it was last asked, by whomever; undefined where nobody is told. */
export function machineMeter(): () => number | undefined {
  let before = spent()
  let ratio: number | undefined
  return () => {
    const now = spent()
    const allMs = now.allMs - before.allMs
    // Processors are counted in hundredths of a second: of less than that nothing can be said.
    if (allMs <= 0) return ratio
    ratio = Math.round((1 - (now.idleMs - before.idleMs) / allMs) * 1000) / 1000
    before = now
    return ratio
  }
}

function spent(): { readonly allMs: number; readonly idleMs: number } {
  const times = cpus().map(({ times }) => times)
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0)
  return { idleMs, allMs: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idleMs) }
}
