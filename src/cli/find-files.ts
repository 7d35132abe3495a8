import { dirname, join, resolve } from 'node:path'
import { DrillError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'
import type { Desk } from './desk.ts'

type Place = Pick<Desk, 'world' | 'cwd' | 'ownDir'>

/** The file of a scenario: a path, or the name of one that is shipped. */
export async function findScenario({ world, cwd, ownDir }: Place, given: string): Promise<string> {
  const shipped = await shippedScenarios({ world, ownDir })
  const byName = shipped.find(({ name }) => name === given)
  for (const path of [resolve(cwd, given), ...(byName === undefined ? [] : [byName.path])]) {
    if (await isFile(world, path)) return path
  }
  await refuseFolder({ world, cwd }, given)
  const like = nearest(
    given,
    shipped.map(({ name }) => name),
  )
  throw new DrillError('FILE_NOT_FOUND', `There is no scenario file ${given}, and no shipped scenario of that name.`, {
    hint: like === undefined ? `shipped are: ${shipped.map(({ name }) => name).join(', ')}` : `did you mean ${like}?`,
  })
}

/** A folder where a file was meant: says which files there are in it. */
export async function refuseFolder({ world, cwd }: Omit<Place, 'ownDir'>, given: string): Promise<void> {
  const path = resolve(cwd, given)
  const inside = (await world.files.exists(path)) ? await world.files.list(path).catch(() => undefined) : undefined
  if (inside === undefined) return
  const files = inside.filter(name => /\.ya?ml$/.test(name))
  throw new DrillError('FILE_NOT_FOUND', `${given} is a folder, not a file.`, {
    hint:
      files.length === 0
        ? 'there is no YAML file in it'
        : `name a file in it, such as ${join(given, files[0] ?? '')}, or all of them: ${join(given, '*.yaml')}`,
  })
}

export interface ShippedScenario {
  readonly name: string
  readonly path: string
}

/** The library of scenarios that comes with Blackstart. */
export async function shippedScenarios({
  world,
  ownDir,
}: Pick<Desk, 'world' | 'ownDir'>): Promise<readonly ShippedScenario[]> {
  const folders = [join(ownDir, 'scenarios'), join(ownDir, 'scenarios', 'sabotage')]
  const found = await Promise.all(
    folders.map(async folder => {
      const names = (await world.files.list(folder)).filter(name => name.endsWith('.yaml'))
      return names.map(name => ({ name: name.replace(/\.yaml$/, ''), path: join(folder, name) }))
    }),
  )
  return found.flat()
}

/** The platform file: the one asked for, the scenario's own, or the nearest `platform.yaml` upward. */
export async function findPlatform(
  { world, cwd }: Place,
  asked: string | undefined,
  scenarioFile: string,
  scenarioSays: string | undefined,
): Promise<FoundPlatform> {
  if (asked !== undefined) {
    const path = resolve(cwd, asked)
    if (await isFile(world, path)) return { found: true, path }
    throw new DrillError('PLATFORM_NOT_FOUND', `There is no platform file ${path}.`, {
      hint: 'check the path given with --platform',
    })
  }
  if (scenarioSays !== undefined) {
    const path = resolve(dirname(scenarioFile), scenarioSays)
    return { found: await isFile(world, path), path }
  }
  for (let dir = cwd; ; dir = dirname(dir)) {
    if (await isFile(world, join(dir, 'platform.yaml'))) return { found: true, path: join(dir, 'platform.yaml') }
    if (dir === dirname(dir)) break
  }
  throw new DrillError('PLATFORM_NOT_FOUND', `There is no platform.yaml in ${cwd} or above it.`, {
    hint: 'say which platform to drill with --platform FILE, or with "platform:" in the scenario',
  })
}

/** Not found is only said of the path that a scenario names: that is a mistake in the scenario's file. */
export interface FoundPlatform {
  readonly found: boolean
  readonly path: string
}

/** A folder of that name is not a file that can be read. */
async function isFile({ files }: Place['world'], path: string): Promise<boolean> {
  return files.read(path).then(
    () => true,
    () => false,
  )
}
