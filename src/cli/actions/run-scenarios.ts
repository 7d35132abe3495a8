import { resolve } from 'node:path'
import type { Theme } from '../../report/theme.ts'
import { runDrill } from '../../run/conductor.ts'
import type { Ask, Drill } from '../../run/drill.ts'
import { refuseUnapproved } from '../../run/guards/preflight.ts'
import { measureDrill } from '../../run/paper/reports.ts'
import { type ApprovalOptions, approvalIn } from '../approval.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode, exitCodeOf, worstExit } from '../exit-code.ts'
import { watcherFor } from '../live/watcher.ts'
import { loadDrill } from '../load.ts'
import {
  type LookOptions,
  type MeasuredDrill,
  publishDrill,
  publishGameDay,
  publishIndex,
  publishToGithub,
  tellDrill,
  themeOf,
} from './publish.ts'

export interface RunOptions extends LookOptions, ApprovalOptions {
  readonly platform?: string
  readonly out: string
  readonly seed?: number
  readonly json?: boolean
}

/** Runs scenarios one after the other and reports on each; several make a game day. */
export async function runScenarios(desk: Desk, scenarios: readonly string[], options: RunOptions): Promise<ExitCode> {
  const out = resolve(desk.cwd, options.out)
  const { approval, missing } = approvalIn(options)
  const theme = await themeOf(desk, options)
  // All of them are read before the first one breaks anything: a typo in the third must not show after two drills.
  for (const scenario of scenarios) {
    const drill = await loadDrill(desk, { scenario, platform: options.platform, out, seed: 0, approval })
    refuseUnapproved(drill, missing)
  }
  const interrupt = desk.interruptible()
  const done: MeasuredDrill[] = []
  for (const scenario of scenarios) {
    if (interrupt.aborted) break
    const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
    const drill = await loadDrill(desk, { scenario, platform: options.platform, out, seed, approval })
    if (done.length > 0) desk.err.write('\n')
    done.push(await conductOne(desk, drill, interrupt, options, theme))
  }
  if (options.json === true) printJson(desk, done)
  else if (scenarios.length > 1) await publishGameDay(desk, out, done, options, theme)
  await publishIndex(desk, out, theme)
  await publishToGithub(desk, done)
  const interrupted: readonly ExitCode[] = interrupt.aborted ? [EXIT.interrupted] : []
  return worstExit([...done.map(({ measured }) => exitCodeOf(measured.measures)), ...interrupted])
}

async function conductOne(
  desk: Desk,
  drill: Drill,
  interrupt: AbortSignal,
  options: RunOptions,
  theme: Theme | undefined,
): Promise<MeasuredDrill> {
  const { world, means, err } = desk
  err.write(`${drill.id}  seed ${drill.plan.seed}  scenario ${drill.scenario.hash}\n${drill.command}\n`)
  const watcher = watcherFor(err, world.clock)
  try {
    const { ask } = desk
    const asking = ask && { ask: (...given: Parameters<Ask>) => watcher.aside(() => ask(...given)) }
    await runDrill(world, means, drill, { listeners: [watcher.see], interrupt, ...asking })
  } finally {
    watcher.end()
  }
  const measured = await measureDrill(world.files, drill.dir)
  const done = { id: drill.id, dir: drill.dir, measured }
  await publishDrill(desk, done, options, theme)
  if (options.json !== true) tellDrill(desk, done)
  return done
}

function printJson(desk: Desk, done: readonly MeasuredDrill[]): void {
  const measures = done.map(({ measured }) => measured.measures)
  desk.out.write(`${JSON.stringify(measures.length === 1 ? measures[0] : measures, undefined, 2)}\n`)
}
