import type { Captured } from '../../gates/captured.ts'
import { smokeGate } from '../../gates/smoke.ts'
import type { GateMoment } from '../../model/gate-names.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Running } from '../drill.ts'
import { askGolden } from './golden.ts'
import { askIntegrity } from './integrity.ts'
import { askSpec } from './spec-gate.ts'

export interface AskedGate {
  readonly name: string
  readonly verdict: Verdict
  readonly detail: string
}

/** Asks every gate of the scenario once, one after the other, and notes each answer. */
export async function askGates(
  running: Running,
  during: GateMoment,
  isBroken: () => boolean = () => false,
): Promise<readonly AskedGate[]> {
  const { world, drill, journal, abort } = running
  const asked: AskedGate[] = []
  const captured: Captured = new Map()
  for (const name of drill.scenario.gates.smoke) {
    abort.signal.throwIfAborted()
    const startedMs = journal.nowMs()
    const spec = drill.platform.specs.find(({ id }) => id === name)
    const answer =
      spec === undefined ? await smokeGate(world, drill.platform, name, captured) : await askSpec(running, spec, during)
    journal.append({ type: 'gate.finished', gate: name, during, startedMs, ...answer })
    asked.push({ name, ...answer })
  }
  asked.push(...(await askIntegrity(running, during, asked)))
  const golden = drill.scenario.gates.golden
  // What does not even answer is not asked hundreds of questions.
  if (golden === undefined || asked.some(gate => gate.verdict !== 'passed')) return asked
  // Served by a stand-in, answers may be worse for a while, if the scenario says by how much.
  const meanwhile = during === 'recovered' && golden.during !== undefined && isBroken()
  return [...asked, await askGolden(running, golden, meanwhile ? 'during' : during, meanwhile ? isBroken : undefined)]
}
