import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import type { GateAnswer } from '../../gates/smoke.ts'
import { readResults, wrappedConfig } from '../../gates/specs/playwright.ts'
import type { GateMoment } from '../../model/gate-names.ts'
import type { Spec } from '../../model/spec.ts'
import { runProgram, type SpecMeans, veilFiles } from './spec-program.ts'

/** Runs a program of the user's own and says what it came to. Everything it leaves is in the drill's folder. */
export async function askSpec(running: SpecMeans, spec: Spec, during: GateMoment): Promise<GateAnswer> {
  const dir = await freshFolder(running, `${spec.id}-${during}`)
  await running.world.files.makeDir(dir)
  return spec.kind === 'command' ? askCommand(running, spec, dir) : askPlaywright(running, spec, dir)
}

/** A gate may be asked again and again: each time has a folder of its own. */
async function freshFolder({ world, drill }: SpecMeans, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const dir = resolve(drill.dir, 'specs', n === 1 ? name : `${name}-${n}`)
    if (!(await world.files.exists(dir)) && !(await world.files.exists(join(dir, 'output.log')))) return dir
  }
}

async function askCommand(
  running: SpecMeans,
  spec: Extract<Spec, { kind: 'command' }>,
  dir: string,
): Promise<GateAnswer> {
  const ran = await runProgram(running, spec, { command: `exec </dev/null; ${spec.command}` }, dir)
  const log = join(dir, 'output.log')
  await veilFiles(running, [log])
  const files = [relative(resolve(running.drill.dir), log)]
  if (ran.tooLate) return { verdict: 'failed', detail: `it had not ended after ${spec.withinMs / 1000} s`, files }
  const last = ran.output.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? ''
  const words = last === '' ? '' : `: ${last}`
  // 126 and 127 are the shell's own: the command cannot be run, or is not there.
  if (ran.code === 126 || ran.code === 127)
    return { verdict: 'inconclusive', detail: `it could not be run${words}`, files }
  return ran.code === 0
    ? { verdict: 'passed', detail: `exit code 0${words}`, files }
    : { verdict: 'failed', detail: `exit code ${ran.code}${words}`, files }
}

async function askPlaywright(
  running: SpecMeans,
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
  const isSecret = givesSecrets(running, spec)
  const places = {
    config: spec.config === undefined ? undefined : resolve(platformDir, spec.config),
    platformDir,
    results: join(dir, 'results.json'),
    artefacts: join(dir, 'artefacts'),
    browser: await installedBrowser(running),
    canFilm: await hasFilm(running),
    keepsTraces: !isSecret,
  }
  if (places.config !== undefined && !(await world.files.exists(places.config)))
    return { verdict: 'inconclusive', detail: `there is no configuration ${spec.config}, seen from the platform file` }
  const config = join(dir, 'playwright.config.mjs')
  await world.files.write(config, wrappedConfig(spec, places))
  const project = spec.project === undefined ? [] : ['--project', spec.project]
  const args = [runner, 'test', ...spec.files, '--config', config, ...project]
  const ran = await runProgram(running, spec, { file: 'node', args }, dir)
  const log = join(dir, 'output.log')
  await veilFiles(running, [places.results, log])
  const files = [relative(resolve(drill.dir), log)]
  if (ran.tooLate)
    return { verdict: 'failed', detail: `the specs had not ended after ${spec.withinMs / 1000} s`, files }
  const results = await world.files.read(places.results).catch(() => undefined)
  if (results === undefined) {
    const last = ran.output.trim().slice(-300) || `exit code ${ran.code}`
    return { verdict: 'inconclusive', detail: `Playwright left no results: ${last}`, files }
  }
  const { verdict, detail, kept } = readResults(results)
  await veilFiles(
    running,
    kept.filter(path => /\.(md|txt|json|html?)$/.test(path)),
  )
  const untraced =
    isSecret && verdict === 'failed' ? '. No trace was kept: it would hold the secrets they were given' : ''
  const inside = kept.map(path => relative(resolve(drill.dir), path)).filter(path => !path.startsWith('..'))
  return { verdict, detail: `${detail}${untraced}`, files: [...files, ...inside.slice(0, MOST_FILES)] }
}

// So many are worth a link; all of them are in the folder.
const MOST_FILES = 24

/** Whether anything these specs are given was read from the environment. */
function givesSecrets({ drill }: SpecMeans, spec: Extract<Spec, { kind: 'playwright' }>): boolean {
  const given = [spec.baseUrl, ...Object.values(spec.environment)]
  return drill.secrets.some(({ value }) => given.some(text => text.includes(value)))
}

/** Playwright films with a part of its own, which lies beside its browsers. */
async function hasFilm({ world }: SpecMeans): Promise<boolean> {
  const { PLAYWRIGHT_BROWSERS_PATH: named, HOME = '' } = world.env
  const parts = await world.files.list(named ?? join(HOME, '.cache/ms-playwright')).catch(() => [])
  return parts.some(part => part.startsWith('ffmpeg-'))
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

async function installedBrowser({ world }: SpecMeans): Promise<string | undefined> {
  const named = world.env.BLACKSTART_CHROMIUM
  if (named !== undefined && named !== '') return named
  for (const path of KNOWN_BROWSERS) if (await world.files.exists(path)) return path
  return undefined
}
