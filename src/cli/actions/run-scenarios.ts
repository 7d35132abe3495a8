import { join, relative, resolve } from 'node:path'
import { messageOf } from '../../model/error.ts'
import type { Approval } from '../../model/event.ts'
import { gameDayRow, renderGameDayHtml, renderGameDayTerminal } from '../../report/game-day.ts'
import { renderTerminal } from '../../report/terminal.ts'
import { runDrill } from '../../run/conductor.ts'
import type { Ask, Drill } from '../../run/drill.ts'
import { refuseUnapproved } from '../../run/preflight.ts'
import { type Measured, measureDrill, writeReports } from '../../run/reports.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode, exitCodeOf, worstExit } from '../exit-code.ts'
import { watcherFor } from '../live/watcher.ts'
import { loadDrill } from '../load.ts'

export interface RunOptions {
  readonly platform?: string
  readonly out: string
  readonly seed?: number
  readonly json?: boolean
  readonly allowProduction?: boolean
  readonly approvedBy?: string
  readonly reason?: string
}

/** Runs scenarios one after the other and reports on each; several make a game day. */
export async function runScenarios(desk: Desk, scenarios: readonly string[], options: RunOptions): Promise<ExitCode> {
  const out = resolve(desk.cwd, options.out)
  const approval = approvalIn(options)
  // All of them are read before the first one breaks anything: a typo in the third must not show after two drills.
  for (const scenario of scenarios) {
    const drill = await loadDrill(desk, { scenario, platform: options.platform, out, seed: 0, approval })
    refuseUnapproved(drill)
  }
  const interrupt = desk.interruptible()
  const done: DoneDrill[] = []
  for (const scenario of scenarios) {
    if (interrupt.aborted) break
    const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
    const drill = await loadDrill(desk, { scenario, platform: options.platform, out, seed, approval })
    done.push(await conductOne(desk, drill, interrupt, options))
  }
  if (options.json === true) printJson(desk, done)
  else if (scenarios.length > 1) await reportGameDay(desk, out, done)
  const interrupted: readonly ExitCode[] = interrupt.aborted ? [EXIT.interrupted] : []
  return worstExit([...done.map(({ measured }) => exitCodeOf(measured.measures)), ...interrupted])
}

/** Who agreed and why; both have to be named, and production be permitted, or nobody has agreed to anything. */
function approvalIn({ allowProduction, approvedBy, reason }: RunOptions): Approval | undefined {
  if (allowProduction !== true || approvedBy === undefined || reason === undefined) return undefined
  return { by: approvedBy, why: reason }
}

interface DoneDrill {
  readonly drill: Drill
  readonly measured: Measured
}

async function conductOne(desk: Desk, drill: Drill, interrupt: AbortSignal, options: RunOptions): Promise<DoneDrill> {
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
  for (const problem of await writeReports(world.files, drill.dir, measured)) err.write(`${problem}\n`)
  if (options.json !== true) {
    desk.out.write(renderTerminal(measured.view, { color: desk.out.colour, width: desk.out.width() }))
    desk.out.write(`  report      ${shown(desk, join(drill.dir, 'report.html'))}\n`)
  }
  return { drill, measured }
}

function printJson(desk: Desk, done: readonly DoneDrill[]): void {
  const measures = done.map(({ measured }) => measured.measures)
  desk.out.write(`${JSON.stringify(measures.length === 1 ? measures[0] : measures, undefined, 2)}\n`)
}

/** Several drills as one event: a table on the terminal, a page in the folder. */
async function reportGameDay(desk: Desk, out: string, done: readonly DoneDrill[]): Promise<void> {
  const first = done[0]
  if (first === undefined) return
  const page = join(out, `game-day-${first.drill.id.slice(0, 15)}.html`)
  const linked = done.map(({ drill, measured }) => gameDayRow(measured.view, `${drill.id}/report.html`))
  try {
    await desk.world.files.write(page, renderGameDayHtml(linked))
  } catch (error) {
    desk.err.write(`the game-day page could not be written: ${messageOf(error)}\n`)
  }
  const rows = done.map(({ drill, measured }) => gameDayRow(measured.view, shown(desk, join(drill.dir, 'report.html'))))
  desk.out.write(`\n${renderGameDayTerminal(rows, { color: desk.out.colour, width: desk.out.width() })}`)
  desk.out.write(`game day: ${shown(desk, page)}\n`)
}

/** A path as somebody in this folder would type it. */
function shown({ cwd }: Desk, path: string): string {
  const short = relative(cwd, path)
  return short.startsWith('..') ? path : short
}
