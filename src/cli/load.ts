import { dirname, join } from 'node:path'
import { DrillError } from '../model/error.ts'
import { makePlan } from '../plan/make-plan.ts'
import { parsePlatform } from '../platform/parse-platform.ts'
import { portsOf } from '../platform/placeholders.ts'
import { resolvePlatform } from '../platform/resolve-platform.ts'
import type { Drill } from '../run/drill.ts'
import { hashOf } from '../scenario/hash.ts'
import { optionsOf, parseScenario, platformPathOf } from '../scenario/parse-scenario.ts'
import { resolveScenario } from '../scenario/resolve-scenario.ts'
import type { Desk } from './desk.ts'
import { findPlatform, findScenario } from './find-files.ts'
import { InvalidFiles } from './problems.ts'

/** What a person asks for on the command line. */
export interface DrillRequest {
  readonly scenario: string
  readonly platform: string | undefined
  readonly out: string
  readonly seed: number
}

/** Reads everything a drill needs, before any contact. Throws every mistake of all its files at once. */
export async function loadDrill(desk: Desk, request: DrillRequest): Promise<Drill> {
  const { world } = desk
  const scenarioFile = await findScenario(desk, request.scenario)
  const scenarioText = await world.files.read(scenarioFile)
  const scenarioParsed = parseScenario(scenarioFile, scenarioText)
  const platformFile = await findPlatform(desk, request.platform, scenarioFile, platformPathOf(scenarioParsed))
  const platformText = await world.files.read(platformFile)
  const platformParsed = parsePlatform(platformFile, platformText)

  const id = drillId(world.clock.wall(), scenarioFile)
  const dir = join(request.out, id)
  const names = platformParsed.ok ? portsOf(platformParsed.value) : []
  const ports = await world.sockets.freePorts(names.length)
  const platform = resolvePlatform(platformParsed, {
    dir: dirname(platformFile),
    env: world.env,
    ports: Object.fromEntries(names.map((name, i) => [name, ports[i] ?? 0])),
    stageDir: join(dir, 'stage'),
    options: optionsOf(scenarioParsed),
  })
  const scenario = resolveScenario(scenarioParsed, platformParsed)
  if (!scenario.ok || !platform.ok) {
    const sources = new Map([
      [scenarioFile, scenarioText],
      [platformFile, platformText],
    ])
    throw new InvalidFiles(
      [...(scenario.ok ? [] : scenario.problems), ...(platform.ok ? [] : platform.problems)],
      sources,
    )
  }
  const { secrets, platform: resolved } = platform.value
  return {
    id,
    dir,
    stageDir: join(dir, 'stage'),
    lockFile: join(desk.lockDir, `${resolved.name}-${hashOf(platformFile)}.lock`),
    scenario: scenario.value,
    platform: resolved,
    plan: makePlan(scenario.value, request.seed),
    secrets,
    versions: desk.versions,
    command: repeatCommand(request, scenarioFile, platformFile),
  }
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

/** A platform in production is only broken by somebody who says so twice, and names who agreed. */
export function checkEnvironment(
  { platform }: Drill,
  allowed: { production: boolean; approvedBy: string | undefined },
): void {
  if (platform.environment !== 'production') return
  if (allowed.production && allowed.approvedBy !== undefined) return
  throw new DrillError('ENVIRONMENT_REFUSED', `${platform.name} is a production platform.`, {
    hint: 'drill it in staging first; then give --allow-production and --approved-by NAME. Nothing was touched',
  })
}
