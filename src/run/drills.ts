import { basename, join } from 'node:path'
import { DrillError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'
import type { Files } from '../model/world.ts'
import { JOURNAL_FILE } from './drill.ts'

/** The folders of all drills below a folder, oldest first. */
export async function drillFolders(files: Pick<Files, 'list' | 'exists'>, out: string): Promise<readonly string[]> {
  const names = await files.list(out)
  const folders: string[] = []
  for (const name of names) {
    if (await files.exists(join(out, name, JOURNAL_FILE))) folders.push(join(out, name))
  }
  return folders
}

/** The folder of one drill, given by its id or its path. */
export async function drillFolder(files: Pick<Files, 'list' | 'exists'>, out: string, drill: string): Promise<string> {
  for (const dir of [drill, join(out, drill)]) {
    if (await files.exists(join(dir, JOURNAL_FILE))) return dir
  }
  const known = (await drillFolders(files, out)).map(dir => basename(dir))
  const like = nearest(drill, known)
  throw new DrillError('DRILL_NOT_FOUND', `There is no drill "${drill}" in ${out}.`, {
    hint:
      like !== undefined
        ? `did you mean ${like}?`
        : known.length > 0
          ? `the newest one there is ${known.at(-1)}`
          : 'no drill has been run with this --out yet; "blackstart demo" runs some',
  })
}
