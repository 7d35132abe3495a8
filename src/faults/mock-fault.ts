import type { MockEffect, MockFault } from '../mock/fault.ts'
import { DrillError } from '../model/error.ts'
import type { Effect, Fault } from '../model/fault.ts'
import type { FaultDriver, MockAccess, Target } from './driver.ts'
import { toxicName } from './proxy-undo.ts'

/** What a fault asks of a mock: the effect, and which requests meet it. */
export interface MockOrder {
  readonly effect: MockEffect
  readonly shareRatio: number
  readonly model: string | undefined
  /** How the share sets in. */
  readonly curve: MockFault['curve']
  /** What was seen of it: `3 requests of the platform were answered 429`. */
  readonly seen: (hits: number) => string
}

/** A fault that a mock provider is told to show, until it is told otherwise. */
export function mockFault<F extends Fault>(orderOf: (fault: F) => MockOrder): FaultDriver<F> {
  return {
    async prepare(fault, at) {
      const { controlUrl, tokenFile } = mockOf(at)
      return { kind: 'mock.clear', control: controlUrl, tokenFile, fault: toxicName(at.drill, fault.id) }
    },
    inject(fault, at) {
      const { effect, shareRatio, model, curve } = orderOf(fault)
      const { dialect } = at.component
      return mockOf(at).control.put(toxicName(at.drill, fault.id), {
        match: { ...(dialect === undefined ? {} : { dialect }), ...(model === undefined ? {} : { model }) },
        shareRatio,
        ...(curve === undefined ? {} : { curve }),
        ttlMs: Math.min(at.leaseMs, LONGEST_LEASE_MS),
        effect,
      })
    },
    effect: (fault, at, signal) => hitsSeen(fault, at, signal, orderOf(fault)),
  }
}

// The mock grants no longer one.
const LONGEST_LEASE_MS = 86_400_000
const PATIENCE_MS = 5000

/** Only the platform's own requests count: asking ourselves would prove nothing about it. */
async function hitsSeen(
  fault: Fault,
  at: Target,
  signal: AbortSignal,
  { seen, curve, shareRatio }: MockOrder,
): Promise<Effect> {
  const id = toxicName(at.drill, fault.id)
  const setsInMs = curve?.at(-1)?.atMs ?? 0
  // A small share takes longer to meet, and what sets in slowly longer still.
  const patienceMs = Math.min(
    fault.forMs ?? Number.POSITIVE_INFINITY,
    PATIENCE_MS / Math.max(shareRatio, 0.2) + setsInMs,
  )
  for (let waitedMs = 0; waitedMs <= patienceMs; waitedMs += LOOK_EVERY_MS) {
    const hits = (await mockOf(at).control.faults()).find(listed => listed.id === id)?.hits ?? 0
    if (hits > 0) return { state: 'bitten', seen: seen(hits) }
    await at.world.clock.sleep(LOOK_EVERY_MS, signal)
  }
  return {
    state: 'not-bitten',
    seen: `no request of the platform met it within ${Math.round(patienceMs / 100) / 10} s`,
  }
}

const LOOK_EVERY_MS = 100

function mockOf(at: Target): MockAccess {
  if (at.mock !== undefined) return at.mock
  throw new DrillError('NOT_AVAILABLE', `${at.component.id} has no mock provider that could be told what to answer.`, {
    hint: 'give the component "upstream: mock", or break its network instead',
  })
}
