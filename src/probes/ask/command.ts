import type { Question } from '../../model/question.ts'
import { type Asked, type Asking, excerpt, type Patience, right, wrong } from './answer.ts'

type Command = Extract<Question, { kind: 'command' }>

/** Runs a command line in the platform's folder, and looks at how it ended and what it printed. */
export async function askCommand(world: Asking, { run, cwd, good }: Command, patience: Patience): Promise<Asked> {
  const { timeoutMs, signal, told } = patience
  const spec = { command: run, cwd, env: {}, timeoutMs, ...(signal === undefined ? {} : { signal }) }
  const { state, code, output } = await world.processes.run(spec)
  told?.(output)
  if (state === 'late' || state === 'stopped')
    return wrong('timeout', `not at its end after ${Math.round(timeoutMs)} ms`)
  if (state === 'not-started') return wrong('unreachable', `could not be started: ${excerpt(output)}`)
  if (code !== good.exit) {
    return wrong('status', `exit code ${code ?? 'none'} instead of ${good.exit}: ${excerpt(output.slice(-160))}`)
  }
  if (good.output === undefined || output.includes(good.output)) return right()
  return wrong('wrong', `${excerpt(output)} does not contain ${JSON.stringify(good.output)}`)
}
