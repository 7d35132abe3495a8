import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder with a platform file and one scenario, and where its drills are reported. */
export interface DrillFolder extends AsyncDisposable {
  readonly dir: string
  readonly out: string
  readonly scenario: string
}

/** A folder of its own for these two files; its name has blanks in it, as folders of people do. */
export async function drillFolder(
  name: string,
  scenarioFile: string,
  { platform, scenario }: { readonly platform: string; readonly scenario: string },
): Promise<DrillFolder> {
  const dir = await mkdtemp(join(tmpdir(), `blackstart ${name} `))
  const at = { dir, out: join(dir, 'reports'), scenario: join(dir, scenarioFile) }
  await writeFile(join(dir, 'platform.yaml'), platform)
  await writeFile(at.scenario, scenario)
  return { ...at, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) }
}
