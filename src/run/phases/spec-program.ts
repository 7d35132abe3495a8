import { join, resolve } from 'node:path'
import { redactor } from '../../journal/redact.ts'
import type { Spec } from '../../model/spec.ts'
import type { ProcessSpec } from '../../model/world/processes.ts'
import type { Drill, Running } from '../drill.ts'
import { cleanLog } from '../ground/clean-log.ts'

/** What it takes to run a program of the user's own. */
export interface SpecMeans extends Pick<Running, 'world' | 'abort'> {
  readonly drill: Pick<Drill, 'dir' | 'platform' | 'secrets'>
  readonly journal: Pick<Running['journal'], 'commit'>
}

/** How a program of the user's own ended. */
export interface Ran {
  readonly code: number | null
  readonly output: string
  readonly tooLate: boolean
}

/** Runs it in the platform's folder until it ends, its time is over or the drill is stopped; a crashed drill's watchdog ends it. */
export async function runProgram(
  { world, drill, journal, abort }: SpecMeans,
  spec: Spec,
  run: ProcessSpec['run'],
  dir: string,
): Promise<Ran> {
  let output = ''
  let tooLate = false
  const base = spec.kind === 'playwright' ? { BASE_URL: spec.baseUrl, CI: '1' } : {}
  const started = await world.processes.start({
    run,
    cwd: resolve(drill.platform.dir),
    env: { ...base, ...spec.environment },
    inherit: INHERITED,
    logFile: join(dir, 'output.log'),
    ...cleanLog(drill),
    hear(text) {
      output = (output + text).slice(-MOST_OUTPUT)
    },
  })
  const { identity } = started
  await journal.commit({ type: 'process.started', role: 'runbook', identity, group: true })
  const over = new AbortController()
  const end = () => void world.processes.end(identity, { group: true, graceMs: 1000 })
  abort.signal.addEventListener('abort', end, { once: true })
  const limit = world.clock.sleep(spec.withinMs, over.signal).then(
    () => {
      tooLate = true
      end()
    },
    () => {},
  )
  started.go()
  if (abort.signal.aborted) end()
  const { code, signal } = await started.exited
  over.abort()
  await limit
  abort.signal.removeEventListener('abort', end)
  const detail = signal === null ? `exit code ${code}` : `ended by ${signal}`
  await journal.commit({ type: 'process.ended', role: 'runbook', identity, detail })
  abort.signal.throwIfAborted()
  return { code, output, tooLate }
}

const MOST_OUTPUT = 64 * 1024
const INHERITED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'USER', 'PLAYWRIGHT_BROWSERS_PATH']

/** Takes secrets out of files: what programs print may hold those they were given. */
export async function veilFiles({ world, drill }: SpecMeans, paths: readonly string[]): Promise<void> {
  if (drill.secrets.length === 0) return
  const redact = redactor(drill.secrets)
  for (const path of paths) {
    const text = await world.files.read(path).catch(() => undefined)
    if (text !== undefined && redact(text) !== text) await world.files.write(path, redact(text))
  }
}
