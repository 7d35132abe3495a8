import { type Probes, startProbes } from '../../probes/probes.ts'
import type { Running } from '../drill.ts'
import { sampleGolden } from '../phases/golden-sampling.ts'

/** Begins to watch journeys, signals, ledgers and quality: before anything is broken, and until everything is put back. */
export function startProbing(running: Running): Probes {
  const { world, drill, journal, means, abort } = running
  const order = { drill: drill.id, platform: drill.platform }
  const probing = {
    nowMs: journal.nowMs,
    note: (happening: Parameters<typeof journal.append>[0]) => void journal.append(happening),
    died: (why: string) => abort.now('error', why),
  }
  const probes = means.probes === undefined ? startProbes(world, order, probing) : means.probes(order, probing)
  const stop = new AbortController()
  const quality = sampleGolden(running, stop.signal)
  return {
    ...probes,
    async stop() {
      stop.abort()
      await Promise.all([probes.stop(), quality])
    },
  }
}
