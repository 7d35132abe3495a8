import type { Effect, Fault } from '../model/fault.ts'
import type { ToxicFault } from '../model/wire-fault.ts'
import type { Target } from './driver.ts'

/** What one canary says of the damage; `undefined` if what it saw can mean either. */
export interface Look {
  readonly damaged: boolean | undefined
  readonly seen: string
}

export interface ProofMeans {
  /** Our toxics, by name. */
  readonly toxics: readonly string[]
  readonly touchIsDamage: boolean
  look(patienceMs: number): Promise<Look>
}

/** Sends canaries until one meets the damage; where none can tell, asks the Toxiproxy who met it. */
export async function proveOnWire(
  fault: Fault & ToxicFault,
  at: Target,
  signal: AbortSignal,
  means: ProofMeans,
): Promise<Effect> {
  const looks = await sendCanaries(fault, at, signal, means)
  const met = await connectionsMet(at, means.toxics)
  const told = met === undefined || met === 0 ? '' : `; ${met} ${met === 1 ? 'connection' : 'connections'} met it`
  const nobodyMet = met === 0 && looks.length > 0
  const hit = looks.find(look => look.damaged === true)
  // What looks like our damage is none of ours if nobody met it.
  if (hit !== undefined && !nobodyMet) return { state: 'bitten', seen: hit.seen + told }

  const seen = `${looks[0]?.seen ?? 'no canary came back'}${told}`
  if (means.touchIsDamage && met !== undefined && met > 0) return { state: 'bitten', seen }
  if (!nobodyMet && looks.some(look => look.damaged === undefined)) return { state: 'unknown', seen }
  // Few enough canaries can all be spared by luck.
  const luckRatio = (1 - fault.shareRatio) ** looks.length
  if (luckRatio <= MOST_LUCK_RATIO) return { state: 'not-bitten', seen }
  return { state: 'unknown', seen: `${looks.length} canaries were all spared; the last: ${seen}` }
}

// Below this we call it proven that nobody was hit.
const MOST_LUCK_RATIO = 0.001
const MOST_CANARIES = 100
const AT_ONCE = 10

async function sendCanaries(
  fault: Fault & ToxicFault,
  at: Target,
  signal: AbortSignal,
  { look }: ProofMeans,
): Promise<readonly Look[]> {
  // The proof must be had while the fault lasts: putting it back lets go whatever it held.
  const endMs = at.world.clock.nowMs() + (fault.forMs ?? Number.POSITIVE_INFINITY) / 2
  const looks: Look[] = []
  const wanted = canariesFor(fault.shareRatio)
  while (looks.length < wanted) {
    signal.throwIfAborted()
    const leftMs = endMs - at.world.clock.nowMs()
    if (leftMs <= 0) break
    const batch = Array.from({ length: Math.min(AT_ONCE, wanted - looks.length) }, () => look(leftMs))
    looks.push(...(await Promise.all(batch)))
    if (looks.some(({ damaged }) => damaged === true)) break
  }
  return looks
}

/** So many that sparing them all would be more than luck. */
function canariesFor(shareRatio: number): number {
  if (shareRatio >= 1) return 1
  return Math.min(MOST_CANARIES, Math.ceil(Math.log(MOST_LUCK_RATIO) / Math.log(1 - shareRatio)))
}

/** How many connections met our toxic, or the busier of the two; undefined where this Toxiproxy does not say. */
async function connectionsMet(at: Target, toxics: readonly string[]): Promise<number | undefined> {
  const traffic = await at.network.traffic(at.component.id)
  if (traffic === undefined || traffic.late === true) return undefined
  return Math.max(...toxics.map(name => traffic.met[name] ?? 0))
}
