import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import type { GateAnswer } from '../gates/smoke.ts'
import { readResults, wrappedConfig } from '../gates/specs/playwright.ts'
import type { GateMoment } from '../model/gate-names.ts'
import type { Spec } from '../model/spec.ts'
import type { ProcessSpec } from '../model/world.ts'
import type { Running } from './drill.ts'

/** Runs a program of the user's own and says what it came to. Everything it leaves is in the drill's folder. */
export async function askSpec(running: Running, spec: Spec, during: GateMoment): Promise<GateAnswer> {
  const dir = await freshFolder(running, `${spec.id}-${during}`)
  await running.world.files.makeDir(dir)
  return spec.kind === 'command' ? askCommand(running, spec, dir) : askPlaywright(running, spec, dir)
}

/** A gate may be asked again and again: each time has a folder of its own. */
async function freshFolder({ world, drill }: Running, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const dir = resolve(drill.dir, 'specs', n === 1 ? name : `${name}-${n}`)
    if (!(await world.files.exists(dir)) && !(await world.files.exists(join(dir, 'output.log')))) return dir
  }
}

async function askCommand(
  running: Running,
  spec: Extract<Spec, { kind: 'command' }>,
  dir: string,
): Promise<GateAnswer> {
  const ran = await runProgram(running, spec, { command: `exec </dev/null; ${spec.command}` }, dir)
  if (ran.tooLate) return { verdict: 'failed', detail: `it had not ended after ${spec.withinMs / 1000} s` }
  const last = ran.output.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? ''
  const words = last === '' ? '' : `: ${last}`
  // 126 and 127 are the shell's own: the command cannot be run, or is not there.
  if (ran.code === 126 || ran.code === 127) return { verdict: 'inconclusive', detail: `it could not be run${words}` }
  return ran.code === 0
    ? { verdict: 'passed', detail: `exit code 0${words}` }
    : { verdict: 'failed', detail: `exit code ${ran.code}${words}` }
}

async function askPlaywright(
  running: Running,
  spec: Extract<Spec, { kind: 'playwright' }>,
  dir: string,
): Promise<GateAnswer> {
  const { world, drill } = running
  const platformDir = resolve(drill.platform.dir)
  const runner = runnerFrom(platformDir)
  if (runner === undefined) {
    return {
      verdict: 'inconclusive',
      detail: '@playwright/test is not installed; install it with "npm i -D @playwright/test"',
    }
  }
  const places = {
    config: spec.config === undefined ? undefined : resolve(platformDir, spec.config),
    platformDir,
    results: join(dir, 'results.json'),
    artefacts: join(dir, 'artefacts'),
    browser: await installedBrowser(running),
  }
  const config = join(dir, 'playwright.config.mjs')
  await world.files.write(config, wrappedConfig(spec, places))
  const project = spec.project === undefined ? [] : ['--project', spec.project]
  const args = [runner, 'test', ...spec.files, '--config', config, ...project]
  const ran = await runProgram(running, spec, { file: 'node', args }, dir)
  if (ran.tooLate) return { verdict: 'failed', detail: `the specs had not ended after ${spec.withinMs / 1000} s` }
  const results = await world.files.read(places.results).catch(() => undefined)
  if (results === undefined) {
    return {
      verdict: 'inconclusive',
      detail: `Playwright left no results: ${ran.output.trim().slice(-300) || `exit code ${ran.code}`}`,
    }
  }
  const { verdict, detail } = readResults(results)
  const where = relative(resolve(drill.dir), dir)
  return { verdict, detail: verdict === 'passed' ? detail : `${detail.replace(/\.$/, '')}; all of it is in ${where}` }
}

/** The user's own Playwright, else the one that came with us. */
function runnerFrom(platformDir: string): string | undefined {
  for (const from of [join(platformDir, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve('@playwright/test/cli')
    } catch {}
  }
  return undefined
}

const KNOWN_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

async function installedBrowser({ world }: Running): Promise<string | undefined> {
  const named = world.env.BLACKSTART_CHROMIUM
  if (named !== undefined && named !== '') return named
  for (const path of KNOWN_BROWSERS) if (await world.files.exists(path)) return path
  return undefined
}

interface Ran {
  readonly code: number | null
  readonly output: string
  readonly tooLate: boolean
}

async function runProgram(
  { world, drill, journal, abort }: Running,
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
