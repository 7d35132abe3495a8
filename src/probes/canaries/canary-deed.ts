import type { HttpRequest } from '../../model/http.ts'
import type { CanaryDeed } from '../../model/sharing.ts'
import type { World } from '../../model/world.ts'
import { filledCommand, filledRequest } from './filled.ts'

/** What a platform said to one deed. */
export interface DeedAnswer {
  /** `refused`: it was turned away, and certainly not done. `gone`: there is no such thing. `silent`: nobody answered. */
  readonly state: 'done' | 'refused' | 'gone' | 'failed' | 'silent'
  readonly detail: string
  readonly answer: string
}

/** Who asks, and who runs commands. */
export interface DeedWorld {
  readonly http: World['http']
  readonly processes: Pick<World['processes'], 'run'>
}

/** Has a text hidden or taken away, by a request or a command, with all that is known put in. */
export async function performCanaryDeed(
  world: DeedWorld,
  deed: CanaryDeed,
  values: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<DeedAnswer> {
  return deed.kind === 'command' ? commanded(world, deed, values) : asked(world, deed.request, values, timeoutMs)
}

async function commanded(
  { processes }: DeedWorld,
  { command, cwd, timeoutMs }: Extract<CanaryDeed, { kind: 'command' }>,
  values: Readonly<Record<string, string>>,
): Promise<DeedAnswer> {
  const { state, code, output } = await processes.run({
    ...{ command: filledCommand(command, values), cwd, env: {}, timeoutMs },
  })
  const last = output.trim().split('\n').at(-1)?.slice(0, 160) ?? ''
  const detail =
    code === null ? `the command was ${state}: ${last}` : `exit code ${code}${code === 0 ? '' : `: ${last}`}`
  // Whatever it says, it may have done a part of it.
  return { state: state === 'done' ? 'done' : 'failed', detail, answer: output }
}

async function asked(
  { http }: DeedWorld,
  request: HttpRequest,
  values: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<DeedAnswer> {
  const outcome = await http.send(filledRequest(request, values), { timeoutMs })
  if (outcome.kind === 'failed') {
    // Nobody was there to hear it.
    return { state: outcome.reason === 'refused' ? 'refused' : 'silent', detail: outcome.detail, answer: '' }
  }
  const { status, body } = outcome
  const state = status < 300 ? 'done' : status === 404 || status === 410 ? 'gone' : status < 500 ? 'refused' : 'failed'
  return { state, detail: `status ${status}`, answer: body }
}

/** Whether it takes a name that only the platform can have given. */
export function mentionsId(deed: CanaryDeed): boolean {
  if (deed.kind === 'command') return deed.command.includes('{id}')
  return `${deed.request.url}${deed.request.body ?? ''}`.includes('{id}')
}
