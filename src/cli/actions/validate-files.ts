import { relative, resolve } from 'node:path'
import { DrillError } from '../../model/error.ts'
import type { Problem } from '../../model/problem.ts'
import { parsePlatform } from '../../platform/parse-platform.ts'
import { parseScenario } from '../../scenario/parse-scenario.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { refuseFolder } from '../find-files.ts'
import { fillPlatform, loadDrill } from '../load.ts'
import { readGolden } from '../load-golden.ts'
import { InvalidFiles, problemsInWords } from '../problems.ts'
import { readRunbook } from './show-runbook.ts'

/** Says everything that is wrong with files that people wrote. */
export async function validateFiles(
  desk: Desk,
  files: readonly string[],
  options: { readonly platform?: string },
): Promise<ExitCode> {
  const found: InvalidFiles[] = []
  for (const file of files) {
    const path = resolve(desk.cwd, file)
    const invalid = await validateFile(desk, path, options.platform)
    if (invalid === undefined) desk.out.write(`${relative(desk.cwd, path)}: nothing wrong\n`)
    else found.push(invalid)
  }
  for (const invalid of found) desk.err.write(`${problemsInWords(invalid)}\n`)
  return found.length === 0 ? EXIT.passed : EXIT.usage
}

async function validateFile(desk: Desk, path: string, platform: string | undefined): Promise<InvalidFiles | undefined> {
  if (path.endsWith('.md')) return (await readRunbook(desk, path, platform)).invalid
  const text = await desk.world.files.read(path).catch(async error => {
    await refuseFolder(desk, path)
    throw new DrillError('FILE_NOT_FOUND', `Could not read ${path}.`, { hint: 'check the path', cause: error })
  })
  if (isPlatform(text)) {
    // With ports nobody will use: some addresses only turn out wrong once they are filled in.
    const parsed = parsePlatform(path, text)
    const filled = await fillPlatform(desk, parsed, path, desk.cwd, {})
    if (!filled.ok || !parsed.ok) return invalidIn(filled, path, text)
    const { platform } = filled.value
    const all = platform.golden.map(({ id }) => id)
    const { problems, sources } = await readGolden(desk.world.files, platform, parsed.tree, all)
    return problems.length === 0 ? undefined : new InvalidFiles(problems, new Map([[path, text], ...sources]))
  }
  try {
    await loadDrill(desk, { scenario: path, platform, out: desk.cwd, seed: 0 })
    return undefined
  } catch (error) {
    if (error instanceof InvalidFiles) return error
    // Without its platform a scenario can still be read on its own.
    if (error instanceof DrillError && error.code === 'PLATFORM_NOT_FOUND') {
      const alone = invalidIn(parseScenario(path, text), path, text)
      if (alone !== undefined) return alone
    }
    throw error
  }
}

/** A platform file says so in its first words; everything else is taken for a scenario. */
function isPlatform(text: string): boolean {
  return /^platform:/m.test(text) && !/^scenario:/m.test(text)
}

function invalidIn(
  parsed: { readonly ok: boolean; readonly problems?: readonly Problem[] },
  path: string,
  text: string,
): InvalidFiles | undefined {
  return parsed.ok ? undefined : new InvalidFiles(parsed.problems ?? [], new Map([[path, text]]))
}
