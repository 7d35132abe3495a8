import { dirname, join } from 'node:path'
import type { Approval } from '../model/event.ts'
import type { Problem } from '../model/problem.ts'
import { makePlan } from '../plan/make-plan.ts'
import { parsePlatform } from '../platform/parse-platform.ts'
import { portsOf } from '../platform/placeholders.ts'
import { type ResolvedPlatform, resolvePlatform } from '../platform/resolve-platform.ts'
import type { WrittenPlatform } from '../platform/schema.ts'
import type { Drill } from '../run/drill.ts'
import { asWatched } from '../scenario/as-watched.ts'
import { hashOf } from '../scenario/hash.ts'
import { optionsOf, parseScenario, platformNotFound, platformPathOf } from '../scenario/parse-scenario.ts'
import { resolveScenario } from '../scenario/resolve-scenario.ts'
import type { Parsed, Resolved } from '../yaml/tree.ts'
import type { Desk } from './desk.ts'
import { findPlatform, findScenario } from './find-files.ts'
import { checkBaselines, readGolden, setsOf } from './load-golden.ts'
import { readRecordings } from './load-recordings.ts'
import { loadRunbook } from './load-runbook.ts'
import { InvalidFiles } from './problems.ts'

/** What a person asks for on the command line. */
export interface DrillRequest {
  readonly scenario: string
  readonly platform: string | undefined
  readonly out: string
  readonly seed: number
  /** Who agreed to it, and why. */
  readonly approval?: Approval | undefined
}

/** Reads everything a drill needs, before any contact. Throws every mistake of all its files at once. */
export async function loadDrill(desk: Desk, request: DrillRequest): Promise<Drill> {
  const { world } = desk
  const scenarioFile = await findScenario(desk, request.scenario)
  const sources = new Map([[scenarioFile, await world.files.read(scenarioFile)]])
  const scenarioParsed = parseScenario(scenarioFile, sources.get(scenarioFile) ?? '')
  const { path: platformFile, found } = await findPlatform(
    desk,
    request.platform,
    scenarioFile,
    platformPathOf(scenarioParsed),
  ).catch(error => {
    // Which platform it is for could stand in a scenario that cannot be read.
    throw scenarioParsed.tree === undefined ? invalid([scenarioParsed], [], sources) : error
  })
  if (!found) throw invalid([scenarioParsed], [platformNotFound(scenarioParsed, platformFile)], sources)
  sources.set(platformFile, await world.files.read(platformFile))
  const platformParsed = parsePlatform(platformFile, sources.get(platformFile) ?? '')

  const id = drillId(world.clock.wall(), scenarioFile)
  const dir = join(request.out, id)
  const stageDir = join(dir, 'stage')
  const platform = await fillPlatform(desk, platformParsed, platformFile, stageDir, optionsOf(scenarioParsed))
  const scenario = resolveScenario(scenarioParsed, platformParsed)
  const read =
    platform.ok && platformParsed.ok
      ? await readGolden(
          world.files,
          platform.value.platform,
          platformParsed.tree,
          scenario.ok ? setsOf(scenario.value) : [],
        )
      : undefined
  if (!scenario.ok || !platform.ok || read === undefined || read.problems.length > 0) {
    throw invalid([scenario, platform], read?.problems ?? [], new Map([...sources, ...(read?.sources ?? [])]))
  }
  const recorded = await readRecordings(world.files, scenario.value)
  if (recorded.problems.length > 0) {
    throw new InvalidFiles(recorded.problems, new Map([...sources, ...recorded.sources]))
  }
  const runbook = await loadRunbook(desk, scenario.value.recovery, platform.value.platform, scenarioFile)
  if (runbook.problems.length > 0) throw new InvalidFiles(runbook.problems, sources.set(runbook.file, runbook.text))
  await checkBaselines(world.files, scenario.value, platform.value.platform, read.golden)
  return {
    id,
    dir,
    stageDir,
    haltFile: haltFile(desk),
    lockFile: lockFileOf(desk, platform.value.platform.name, platformFile),
    scenario: recorded.scenario,
    platform: asWatched(platform.value.platform, scenario.value),
    plan: makePlan(recorded.scenario, request.seed),
    runbook: runbook.ready,
    golden: read.golden,
    secrets: platform.value.secrets,
    versions: desk.versions,
    approval: request.approval,
    command: repeatCommand(request, scenarioFile, platformFile),
  }
}

/** Where drills of a platform lock each other out on this machine. */
export function lockFileOf({ lockDir }: Pick<Desk, 'lockDir'>, platform: string, file: string): string {
  return join(lockDir, `${platform}-${hashOf(file)}.lock`)
}

/** One lever for the whole machine, where the locks are. */
export function haltFile({ lockDir }: Pick<Desk, 'lockDir'>): string {
  return join(lockDir, 'halt.json')
}

/** Fills a platform in with free ports and this machine's environment. */
export async function fillPlatform(
  { world }: Pick<Desk, 'world'>,
  parsed: Parsed<WrittenPlatform>,
  file: string,
  stageDir: string,
  options: Readonly<Record<string, string>>,
): Promise<Resolved<ResolvedPlatform>> {
  const names = parsed.ok ? portsOf(parsed.value) : []
  const free = await world.sockets.freePorts(names.length)
  const ports = Object.fromEntries(names.map((name, i) => [name, free[i] ?? 0]))
  return resolvePlatform(parsed, { dir: dirname(file), env: world.env, ports, stageDir, options })
}

type MayHaveProblems = { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] }

function invalid(
  results: readonly MayHaveProblems[],
  more: readonly (Problem | undefined)[],
  sources: ReadonlyMap<string, string>,
): InvalidFiles {
  const found = results.flatMap(result => (result.ok ? [] : result.problems))
  return new InvalidFiles([...found, ...more.filter(problem => problem !== undefined)], sources)
}

/** Sorts by time, names its scenario, and is never given twice. */
function drillId(wall: string, scenarioFile: string): string {
  const [day = '', time = ''] = wall.replace(/[-:]/g, '').split(/[T.]/)
  const name =
    scenarioFile
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.ya?ml$/, '') ?? 'scenario'
  return `${day}-${time}-${name.replace(/[^\w-]+/g, '-')}-${crypto.randomUUID().slice(0, 4)}`
}

function repeatCommand({ seed }: DrillRequest, scenarioFile: string, platformFile: string): string {
  return ['blackstart', 'run', quoted(scenarioFile), '--platform', quoted(platformFile), '--seed', String(seed)].join(
    ' ',
  )
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
