import { resolve } from 'node:path'
import { redactor } from '../../journal/redact.ts'
import { findK6 } from '../../load/k6/find-k6.ts'
import { isForK6 } from '../../model/fault.ts'
import { planInWords } from '../../plan/plan-in-words.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { loadDrill } from '../load.ts'

export interface PlanOptions {
  readonly platform?: string
  readonly seed?: number
  readonly json?: boolean
}

/** Says what a scenario would do. */
export async function showPlan(desk: Desk, scenario: string, options: PlanOptions): Promise<ExitCode> {
  const out = resolve(desk.cwd, 'reports')
  const drill = await loadDrill(desk, { scenario, platform: options.platform, out, seed: options.seed ?? 0 })
  const { plan } = drill
  // Addresses and commands of a platform may hold what was read from the environment.
  const redact = redactor(drill.secrets)
  if (options.json === true) desk.out.write(`${JSON.stringify(plan, undefined, 2)}\n`)
  else {
    desk.out.write(
      `${redact(planInWords(plan, drill.scenario, drill.platform))}\n\nThis is a plan: each run takes free ports and, unless told, a seed of its own. Nothing was touched.\n`,
    )
    if (drill.scenario.faults.some(isForK6)) desk.out.write(`\n${await k6Words(desk)}\n`)
  }
  return EXIT.passed
}

async function k6Words({ world }: Desk): Promise<string> {
  const found = await findK6(world)
  return found === undefined
    ? 'There is no k6 on this machine yet, so this drill would not begin. Install it, name it in BLACKSTART_K6, or "docker pull grafana/k6".'
    : `The load will be sent by ${found.words}.`
}
