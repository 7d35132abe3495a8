import { join } from 'node:path'
import type { StepOutcome } from '../../model/runbook.ts'
import { captured, disappointment } from '../../runbook/expectation.ts'
import type { RunbookCommand, RunbookStep } from '../../runbook/runbook.ts'
import { cleanLog } from '../ground/clean-log.ts'
import type { Following } from './following.ts'
import { sayLines } from './runbook-output.ts'

/** What one step came to, and the values it leaves for later ones. */
export interface StepResult {
  readonly outcome: StepOutcome
  readonly exitCode: number | undefined
  readonly detail: string
  readonly values: Readonly<Record<string, string>>
}

/** Runs the commands of one step, one block after the other, until one does not do what it should. */
export async function runStep(
  running: Following,
  step: RunbookStep,
  number: number,
  environment: Readonly<Record<string, string>>,
): Promise<StepResult> {
  const startedMs = running.journal.nowMs()
  let values: Readonly<Record<string, string>> = {}
  let exitCode: number | undefined
  for (const command of step.commands) {
    const ended = await runCommand(running, command, number, { ...environment, ...values })
    exitCode = ended.code ?? undefined
    const where = step.commands.length === 1 ? '' : ` (line ${command.line})`
    const wrong = disappointment(command, ended)
    if (wrong !== undefined)
      return { outcome: 'failed', exitCode, detail: `${wrong}${where}${lastWords(ended.output)}`, values }
    const found = captured(command.capture, ended.output)
    if (found.missing.length > 0) {
      return {
        outcome: 'failed',
        exitCode,
        detail: `its output does not say ${found.missing.join(', ')}${where}`,
        values,
      }
    }
    values = { ...values, ...found.values }
  }
  const tookMs = running.journal.nowMs() - startedMs
  const outcome = step.boxMs !== undefined && tookMs > step.boxMs ? 'late' : 'done'
  const kept = Object.entries(values).map(([name, value]) => `${name}=${value}`)
  return { outcome, exitCode, detail: kept.join(', '), values }
}

interface Ended {
  readonly code: number | null
  readonly output: string
}

// What it says more than this is in its log.
const MOST_OUTPUT = 256 * 1024

async function runCommand(
  { world, drill, journal, abort }: Following,
  command: RunbookCommand,
  number: number,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  let output = ''
  const lines = sayLines(text => void journal.append({ type: 'runbook.said', step: number, text }))
  const shell = command.shell === 'bash' ? ['-e', '-o', 'pipefail', '-c'] : ['-e', '-c']
  const started = await world.processes.start({
    run: { file: command.shell, args: [...shell, `${NOTHING_TO_READ}${command.text}`] },
    cwd: drill.platform.dir,
    env,
    inherit: INHERITED,
    logFile: join(drill.dir, 'runbook.log'),
    ...cleanLog(drill),
    hear(text) {
      output = (output + text).slice(-MOST_OUTPUT)
      lines.hear(text)
    },
  })
  const { identity } = started
  await journal.commit({ type: 'process.started', role: 'runbook', identity, group: true })
  started.go()
  const stop = () => void world.processes.end(identity, { group: true, graceMs: 1000 })
  abort.signal.addEventListener('abort', stop, { once: true })
  if (abort.signal.aborted) stop()
  const { code, signal } = await started.exited
  abort.signal.removeEventListener('abort', stop)
  lines.end()
  const detail = signal === null ? `exit code ${code}` : `ended by ${signal}`
  await journal.commit({ type: 'process.ended', role: 'runbook', identity, detail })
  abort.signal.throwIfAborted()
  return { code, output }
}

// Its standard input is our lifeline: a command that reads would wait for ever.
const NOTHING_TO_READ = 'exec </dev/null; '

// What every program needs to be found and to write texts; everything else a runbook has to declare.
const INHERITED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'USER']

function lastWords(output: string): string {
  const last = output.trim().split('\n').at(-1)?.trim() ?? ''
  return last === '' ? '' : `; it last said: ${last.slice(0, 200)}`
}
