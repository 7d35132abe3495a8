import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { tempDir } from '../support/temp-dir.ts'
import { blackstart, drillsIn } from './blackstart.ts'

/** Runs a shipped scenario on Harbor for real, as a user would, and says with what code it ended and what was measured. */
export async function shippedDrill(
  scenario: string,
  ...more: readonly string[]
): Promise<{ readonly code: number | null; readonly measures: DrillMeasures }> {
  await using out = await tempDir()
  const { code, err } = await blackstart(['run', scenario, '--out', out.path, ...more], { cwd: out.path })
  const [dir] = await drillsIn(out.path)
  if (dir === undefined) throw new Error(`no drill was run: ${err}`)
  return { code, measures: JSON.parse(await readFile(join(dir, 'drill.json'), 'utf8')) as DrillMeasures }
}
