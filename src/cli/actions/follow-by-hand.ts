import { join, relative, resolve } from 'node:path'
import { openJournal } from '../../journal/journal.ts'
import { redactor } from '../../journal/redact.ts'
import { runbookFold } from '../../measure/folds/runbook-fold.ts'
import { formatDuration } from '../../model/duration.ts'
import { DrillError } from '../../model/error.ts'
import type { RunbookMeasure, StepMeasure } from '../../model/runbook.ts'
import { Aborted, makeAbort } from '../../run/abort.ts'
import { JOURNAL_FILE, type ReadyRunbook } from '../../run/drill.ts'
import { isAtWork, readLock } from '../../run/guards/lock.ts'
import { refuseUnapproved } from '../../run/guards/preflight.ts'
import { followRunbook } from '../../run/runbook/follow-runbook.ts'
import type { Following } from '../../run/runbook/following.ts'
import { type ApprovalOptions, approvalIn } from '../approval.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { happeningLine } from '../live/happening-line.ts'
import { type KnownRunbook, type ValueOptions, valuesFor } from './values-for.ts'

export interface FollowOptions extends ApprovalOptions, ValueOptions {
  readonly out: string
  readonly yes?: boolean
}

/** Follows a runbook because it is needed, not because a drill broke something: for real, with nobody to put anything back. */
export async function followByHand(desk: Desk, known: KnownRunbook, options: FollowOptions): Promise<ExitCode> {
  const { approval, missing } = approvalIn(options)
  refuseUnapproved({ platform: known.platform, approval }, missing)
  const { environment, decisions, secrets: own } = valuesFor(known, options, desk.world.env)
  await refuseDuringDrill(desk, known)
  if (!(await isWanted(desk, known, options))) return EXIT.usage

  const interrupt = desk.interruptible()
  const id = `${desk.world.clock
    .wall()
    .replace(/[-:]|\..*/g, '')
    .replace('T', '-')}-${crypto.randomUUID().slice(0, 4)}`
  const dir = join(resolve(desk.cwd, options.out), 'runbooks', id)
  const secrets = [...known.secrets, ...own]
  await desk.world.files.makeDir(dir)
  const journal = await openJournal(desk.world, { path: join(dir, JOURNAL_FILE), redact: redactor(secrets) })
  const fold = runbookFold()
  journal.subscribe(fold.see)
  let begun = 0
  journal.subscribe(event => {
    if (event.type === 'runbook.step.started') begun = event.step
    const line = happeningLine(event)
    if (line !== undefined) desk.err.write(`${line}\n`)
  })
  const abort = makeAbort()
  interrupt.addEventListener('abort', () => abort.now('interrupt', 'somebody stopped it (Ctrl-C)'), { once: true })
  const following = {
    world: desk.world,
    journal,
    abort,
    ask: desk.ask,
    drill: { dir, secrets, platform: known.platform },
  }
  try {
    await follow(following, { runbook: known.runbook, environment }, decisions)
  } finally {
    await journal.close()
  }
  const measure = fold.measure()
  if (measure !== null) desk.out.write(inShort(measure, begun))
  desk.out.write(
    `Kept in ${relative(desk.cwd, dir) || '.'}: ${JOURNAL_FILE}, and what the commands said in runbook.log.\n`,
  )
  return exitOf(measure, abort.reason !== undefined)
}

async function follow(
  following: Following,
  ready: ReadyRunbook,
  decisions: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await followRunbook(following, ready, { decisions })
  } catch (error) {
    if (!(error instanceof Aborted)) throw error
    await following.journal.commit({
      type: 'runbook.finished',
      outcome: 'failed',
      detail: `it was stopped: ${error.message}`,
    })
  }
}

/** Two who mend the same thing at once break it. */
async function refuseDuringDrill({ world }: Desk, { platform, lockFile }: KnownRunbook): Promise<void> {
  const theirs = await readLock(world, lockFile)
  if (theirs === undefined || !(await isAtWork(world, theirs))) return
  throw new DrillError('PLATFORM_LOCKED', `The platform ${platform.name} is being drilled by ${theirs.drill}.`, {
    hint: 'wait for it, or stop it with Ctrl-C in its own terminal: it puts everything back. Nothing was run',
  })
}

/** Nothing runs that nobody has agreed to. */
async function isWanted({ ask, out }: Desk, { platform }: KnownRunbook, { yes }: FollowOptions): Promise<boolean> {
  if (yes === true) return true
  const question = `Follow it now on ${platform.name} (${platform.environment})? Its commands really run, and nobody puts anything back.`
  const answer = await ask?.(question, ['yes', 'no'], new AbortController().signal)
  if (answer === 'yes') return true
  out.write(
    answer === undefined
      ? '\nNothing was run: nobody is here to agree. Give --yes to follow it all the same, or --dry only to look.\n'
      : '\nNothing was run.\n',
  )
  return false
}

/** How it went. A step that was under way when somebody stopped it may have done a part of what it does. */
function inShort({ outcome, detail, durationMs, steps }: RunbookMeasure, begun: number): string {
  const how = outcome === 'done' ? 'Done' : outcome === 'needs-person' ? 'Needs a person' : 'Went wrong'
  const lines = steps.map((step, i) => `  ${i + 1}. ${stepInShort(step, i < begun)}\n`)
  const late = steps.filter(step => step.outcome === 'late').length
  const more = late === 0 ? '' : `; ${late === 1 ? '1 step was' : `${late} steps were`} late`
  return `\n${how} after ${formatDuration(durationMs ?? 0)}: ${detail}${more}\n${lines.join('')}`
}

function stepInShort({ title, outcome, durationMs, boxMs }: StepMeasure, isBegun: boolean): string {
  const box = boxMs === null ? '' : ` of ${formatDuration(boxMs)}`
  const took = durationMs === null || outcome === 'skipped' ? '' : `, ${formatDuration(durationMs)}${box}`
  return `${title}: ${outcome ?? (isBegun ? 'stopped half-way' : 'not begun')}${took}`
}

/** As of a drill: a step that was late did not do what the runbook claims. */
function exitOf(measure: RunbookMeasure | null, isStopped: boolean): ExitCode {
  if (isStopped) return EXIT.interrupted
  if (measure?.outcome === 'needs-person') return EXIT.inconclusive
  const isLate = measure?.steps.some(({ outcome }) => outcome === 'late')
  return measure?.outcome === 'done' && isLate !== true ? EXIT.passed : EXIT.failed
}
