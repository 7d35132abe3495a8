import { join } from 'node:path'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { Files } from '../../model/world/files.ts'
import type { Theme } from '../../report/theme.ts'

/** Reads what stands in for our own look: `partials/NAME.hbs`, `words.json` and `logo.svg` of a folder, each if it is there. */
export async function readTheme(files: Pick<Files, 'list' | 'read' | 'exists'>, dir: string): Promise<Theme> {
  const partials: Record<string, string> = {}
  for (const name of await files.list(join(dir, 'partials'))) {
    if (name.endsWith('.hbs')) partials[name.slice(0, -4)] = await files.read(join(dir, 'partials', name))
  }
  const logo = join(dir, 'logo.svg')
  const theme = {
    partials,
    words: await readWords(files, join(dir, 'words.json')),
    logo: (await files.exists(logo)) ? await files.read(logo) : undefined,
  }
  if (Object.keys(partials).length === 0 && Object.keys(theme.words).length === 0 && theme.logo === undefined) {
    throw new DrillError('FILE_NOT_FOUND', `There is no theme in ${dir}.`, {
      hint: 'a theme is a folder with partials/NAME.hbs, words.json or logo.svg; see reports/README.md',
    })
  }
  return theme
}

async function readWords(
  files: Pick<Files, 'read' | 'exists'>,
  path: string,
): Promise<Readonly<Record<string, string>>> {
  if (!(await files.exists(path))) return {}
  const value = parsed(await files.read(path), path)
  if (typeof value !== 'object' || value === null || !Object.values(value).every(each => typeof each === 'string')) {
    throw new DrillError('FILE_INVALID', `${path} does not hold words by words.`, {
      hint: 'for example { "What to do next": "To do" }',
    })
  }
  return value as Readonly<Record<string, string>>
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DrillError('FILE_INVALID', `${path} is not JSON: ${withoutStop(messageOf(error))}.`, { cause: error })
  }
}
