import { basename, dirname, join } from 'node:path'
import { type DrillMeasures, MEASURES_SCHEMA } from '../../model/measures.ts'
import type { Files } from '../../model/world/files.ts'

/** The file in a drill’s folder that holds its numbers. */
export const MEASURES_FILE = 'drill.json'

/** The numbers of the drill of the same scenario before this one, if its folder lies beside this one's. */
export async function previousDrill(
  files: Pick<Files, 'list' | 'read'>,
  dir: string,
  { scenario, startedAt }: DrillMeasures,
): Promise<DrillMeasures | undefined> {
  const own = basename(dir)
  // A drill's name begins with when it began and says what it rehearsed: the newest before this one comes first.
  const candidates = (await listed(files, dirname(dir)))
    .filter(name => name < own && name.includes(`-${scenario}-`))
    .toReversed()
  for (const name of candidates.slice(0, MOST_LOOKED_AT)) {
    const measures = await readMeasures(files, join(dirname(dir), name))
    if (measures?.scenario === scenario && measures.startedAt < startedAt) return measures
  }
  return undefined
}

// Of a long row of damaged or foreign folders not every one is opened.
const MOST_LOOKED_AT = 20

/** What a drill's `drill.json` says; undefined if there is none, or it is of another kind than ours. */
export async function readMeasures(files: Pick<Files, 'read'>, dir: string): Promise<DrillMeasures | undefined> {
  try {
    const value: unknown = JSON.parse(await files.read(join(dir, MEASURES_FILE)))
    return isMeasures(value) ? value : undefined
  } catch {
    return undefined
  }
}

async function listed(files: Pick<Files, 'list'>, dir: string): Promise<readonly string[]> {
  try {
    return await files.list(dir)
  } catch {
    return []
  }
}

/** As much of it as reports rely on. */
function isMeasures(value: unknown): value is DrillMeasures {
  if (typeof value !== 'object' || value === null) return false
  const { schema, drill, scenario, startedAt, verdict, rto, rpo, journeys, rollback, followUps } = value as Record<
    keyof DrillMeasures,
    unknown
  >
  return (
    schema === MEASURES_SCHEMA &&
    [drill, scenario, startedAt, verdict].every(each => typeof each === 'string') &&
    [rto, rpo, rollback].every(each => typeof each === 'object' && each !== null) &&
    [journeys, followUps].every(each => Array.isArray(each))
  )
}
