import type { LoadReport } from '../load/order.ts'
import { orderLoad } from '../load/order-load.ts'
import { DrillError } from '../model/error.ts'
import type { Fault } from '../model/fault.ts'
import type { FaultDriver, FaultOf, LoadAccess, Target } from './driver.ts'
import { toxicName } from './proxy-undo.ts'

type OfTenant = FaultOf<'load.tenant'> | FaultOf<'credential.leak'>

/** A tenant asks for far more than its share. */
export const loadTenant: FaultDriver<FaultOf<'load.tenant'>> = {
  prepare: undoOf,
  inject: start,
  async effect(fault, at, signal) {
    const { sent, answered, words } = await firstAnswers(fault, at, signal)
    return { state: sent > 0 && answered > 0 ? 'bitten' : 'not-bitten', seen: words }
  },
}

/** A thief asks with a tenant's key: nothing is broken until it is used. */
export const credentialLeak: FaultDriver<FaultOf<'credential.leak'>> = {
  prepare: undoOf,
  inject: start,
  async effect(fault, at, signal) {
    const { served, words } = await firstAnswers(fault, at, signal)
    if (served > 0) return { state: 'bitten', seen: `the stolen key opened the door: ${words}` }
    return { state: 'not-bitten', seen: `the stolen key opened nothing from the start: ${words}` }
  },
}

async function undoOf(fault: Fault, at: Target) {
  const { controlUrl, tokenFile } = loadOf(at)
  return { kind: 'load.stop', control: controlUrl, tokenFile, load: toxicName(at.drill, fault.id) } as const
}

async function start(fault: OfTenant, at: Target): Promise<void> {
  const { seed, leaseMs, drill, platform, secrets = [] } = at
  await loadOf(at).control.start(
    toxicName(drill, fault.id),
    orderLoad(fault, platform, { id: drill, seed, leaseMs, secrets }),
  )
}

interface First {
  readonly sent: number
  readonly answered: number
  readonly served: number
  readonly words: string
}

// The first second has to be over before it is told.
const PATIENCE_MS = 5000

async function firstAnswers(fault: OfTenant, at: Target, signal: AbortSignal): Promise<First> {
  let seen = countsOf(undefined)
  for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += 100) {
    seen = countsOf(await loadOf(at).control.report(toxicName(at.drill, fault.id), { second: 0, answer: 0 }))
    if (seen.answered > 0) return seen
    await at.world.clock.sleep(100, signal)
  }
  return seen
}

function countsOf(report: LoadReport | undefined): First {
  const seconds = report?.seconds ?? []
  const sent = seconds.reduce((sum, second) => sum + second.sent, 0)
  const outcomes = seconds.flatMap(second => Object.entries(second.outcomes))
  const count = (is: (outcome: string) => boolean) =>
    outcomes.reduce((sum, [outcome, times]) => sum + (is(outcome) ? times : 0), 0)
  const answered = count(outcome => /^\d/.test(outcome))
  const served = count(outcome => /^2/.test(outcome))
  return {
    sent,
    answered,
    served,
    words: `when it began, ${sent} requests were sent, ${answered} answered, ${served} as wished`,
  }
}

function loadOf(at: Target): LoadAccess {
  if (at.load !== undefined) return at.load
  throw new DrillError('NOT_AVAILABLE', 'There is no load engine in this drill.', {
    hint: 'it is started for drills whose scenario sends load; this one was told of none',
  })
}
