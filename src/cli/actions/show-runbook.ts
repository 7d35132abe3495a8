import { dirname, relative, resolve } from 'node:path'
import { DrillError } from '../../model/error.ts'
import { parsePlatform } from '../../platform/parse-platform.ts'
import { rotIn } from '../../run/runbook/runbook-rot.ts'
import { runbookInWords } from '../../runbook/in-words.ts'
import { parseRunbook } from '../../runbook/parse-runbook.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { findPlatform } from '../find-files.ts'
import { fillPlatform, lockFileOf } from '../load.ts'
import { undeclared } from '../load-runbook.ts'
import { InvalidFiles, problemsInWords } from '../problems.ts'
import { type FollowOptions, followByHand } from './follow-by-hand.ts'
import type { KnownRunbook } from './values-for.ts'

export interface RunbookOptions extends FollowOptions {
  readonly platform?: string
  readonly dry?: boolean
}

/** Shows what following a runbook would do, and what in it is wrong or not there any more; then follows it, if that is wanted. */
export async function showRunbook(desk: Desk, file: string, options: RunbookOptions): Promise<ExitCode> {
  const path = resolve(desk.cwd, file)
  const { invalid, words, ...known } = await readRunbook(desk, path, options.platform, options.dry !== true)
  desk.out.write(`${words}\n`)
  if (invalid !== undefined) {
    desk.out.write('\nNothing was run.\n')
    desk.err.write(`\n${problemsInWords(invalid)}`)
    return EXIT.usage
  }
  if (options.dry !== true) return followByHand(desk, known, options)
  desk.out.write('\nNothing was run: without --dry it is followed, by whoever agrees to that.\n')
  return EXIT.passed
}

/** A runbook in words, and everything that is wrong with it on this machine and this platform. */
export async function readRunbook(
  desk: Desk,
  path: string,
  platformAsked: string | undefined,
  isForNow = false,
): Promise<KnownRunbook & { readonly words: string; readonly invalid: InvalidFiles | undefined }> {
  const text = await desk.world.files.read(path).catch(cause => {
    throw new DrillError('FILE_NOT_FOUND', `Could not read ${path}.`, { hint: 'check the path', cause })
  })
  const { runbook, links, problems } = parseRunbook(path, text)
  const near = { ...desk, cwd: dirname(path) }
  const { path: platformFile } = await findPlatform(
    platformAsked === undefined ? near : desk,
    platformAsked,
    path,
    undefined,
  )
  const parsed = parsePlatform(platformFile, await desk.world.files.read(platformFile))
  const platform = await fillPlatform(desk, parsed, platformFile, desk.cwd, {})
  if (!platform.ok) throw new InvalidFiles(platform.problems, new Map())
  const known = platform.value.platform
  const all = [
    ...problems,
    // What is needed now can be given now.
    ...(isForNow ? [] : undeclared(runbook, known.runbooks.environment)),
    ...(await rotIn(desk.world, runbook, links, known)),
  ]
  const words = runbookInWords({ ...runbook, file: relative(desk.cwd, path) })
  const invalid = all.length === 0 ? undefined : new InvalidFiles(all, new Map([[path, text]]))
  const lockFile = lockFileOf(desk, known.name, platformFile)
  return { runbook, platform: known, lockFile, secrets: platform.value.secrets, words, invalid }
}
