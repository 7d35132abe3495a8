import { basename, join } from 'node:path'
import { messageOf } from '../../model/error.ts'
import type { Files } from '../../model/world/files.ts'
import { renderDrillsCsv } from '../../report/csv.ts'
import { indexRows, type ListedDrill, renderIndexHtml } from '../../report/index-page.ts'
import { PLAIN, type Theme } from '../../report/theme.ts'
import { readMeasures } from './earlier.ts'

const INDEX_FILE = 'index.html'
// More than that nobody looks through on a page, and reading them takes a while.
const MOST_DRILLS = 2000

/** Writes the list of all drills of a folder, as a page and for a spreadsheet. What went wrong is said, never thrown. */
export async function writeIndex(
  files: Pick<Files, 'list' | 'read' | 'write'>,
  out: string,
  theme: Theme = PLAIN,
): Promise<readonly string[]> {
  try {
    const { drills, omitted } = await listedDrills(files, out)
    await files.write(join(out, INDEX_FILE), renderIndexHtml(indexRows(drills), omitted, theme))
    await files.write(join(out, 'drills.csv'), renderDrillsCsv(drills))
    return []
  } catch (error) {
    return [`the list of all drills could not be written: ${messageOf(error)}`]
  }
}

async function listedDrills(files: Pick<Files, 'list' | 'read'>, out: string) {
  // Names begin with the day and the hour: the last ones are the newest.
  const names = (await files.list(out)).filter(name => /^\d{8}-/.test(basename(name)))
  const kept = names.slice(-MOST_DRILLS)
  const drills: ListedDrill[] = []
  for (const name of kept) {
    const measures = await readMeasures(files, join(out, name))
    if (measures !== undefined) drills.push({ measures, report: `${name}/report.html` })
  }
  return { drills, omitted: names.length - kept.length }
}
