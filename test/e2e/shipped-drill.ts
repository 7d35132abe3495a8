import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { tempDir } from '../support/temp-dir.ts'
import { blackstart, drillsIn } from './blackstart.ts'

/** How a drill ended: its exit code and what was measured. */
export interface ShippedDrill {
  readonly code: number | null
  readonly measures: DrillMeasures
}

/** Runs a shipped scenario on Harbor for real, as a user would, and says with what code it ended and what was measured. */
export function shippedDrill(scenario: string, ...more: readonly string[]): Promise<ShippedDrill> {
  return lookedInto(scenario, async () => ({}), more)
}

/** The same, and what somebody who looks into the drill's folder finds there before it is gone. */
export async function lookedInto<Found extends object>(
  scenario: string,
  look: (dir: string) => Promise<Found>,
  more: readonly string[] = [],
): Promise<ShippedDrill & Found> {
  await using out = await tempDir()
  const { code, err } = await blackstart(['run', scenario, '--out', out.path, ...more], { cwd: out.path })
  const [dir] = await drillsIn(out.path)
  if (dir === undefined) throw new Error(`no drill was run: ${err}`)
  const measures = JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8')) as DrillMeasures
  return { code, measures, ...(await look(dir)) }
}
