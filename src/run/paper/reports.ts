import { join } from 'node:path'
import { replayed } from '../../journal/replay.ts'
import { measuring } from '../../measure/measuring.ts'
import { DrillError, messageOf } from '../../model/error.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { Files } from '../../model/world/files.ts'
import { chronicle } from '../../report/chronicle/chronicle.ts'
import { renderHtml } from '../../report/html.ts'
import { renderJunit } from '../../report/junit.ts'
import { renderMarkdown } from '../../report/markdown.ts'
import type { Theme } from '../../report/theme.ts'
import { type DrillView, drillView } from '../../report/view/drill-view.ts'
import { JOURNAL_FILE } from '../drill.ts'
import { MEASURES_FILE, previousDrill } from './earlier.ts'
import { hashed } from './hashed.ts'

/** A drill, measured and shown, from its journal alone. */
export interface Measured {
  readonly measures: DrillMeasures
  readonly view: DrillView
}

/** Reads a drill's journal and makes its numbers and its view of them. */
export async function measureDrill(files: Pick<Files, 'pieces' | 'list' | 'read'>, dir: string): Promise<Measured> {
  const path = join(dir, JOURNAL_FILE)
  const measure = measuring()
  const story = chronicle()
  const journal = hashed(files)
  let seen: DrillEvent | undefined
  try {
    for await (const events of replayed(journal, path)) {
      for (const event of events) {
        seen = event
        measure.see(event)
        story.see(event)
      }
    }
    const measures = measure.result()
    const previous = await previousDrill(files, dir, measures)
    return { measures, view: drillView(measures, story.picture(), { previous, sha256: journal.digest() }) }
  } catch (error) {
    throw error instanceof DrillError ? error : unreadable(path, seen, error)
  }
}

/** Valid JSON, but not what it should say: altered by hand, or written by another version. */
function unreadable(path: string, seen: DrillEvent | undefined, cause: unknown): DrillError {
  const where = seen === undefined ? 'it is empty' : `event ${seen.seq} (${seen.type})`
  return new DrillError(
    'JOURNAL_DAMAGED',
    `${path} cannot be measured: at or before ${where} it says something it should not.`,
    {
      hint: 'restore it from a copy, or read it with the version that wrote it. Nothing was changed',
      cause,
    },
  )
}

/** The files made from a journal, by name. */
export const REPORTS = {
  [MEASURES_FILE]: ({ measures }: Measured) => `${JSON.stringify(measures, undefined, 2)}\n`,
  'report.html': ({ view }: Measured, theme?: Theme) => renderHtml(view, { theme }),
  'report.md': ({ view }: Measured) => renderMarkdown(view),
  'junit.xml': ({ view }: Measured) => renderJunit(view),
} as const satisfies Readonly<Record<string, (measured: Measured, theme?: Theme) => string>>

/** Writes every report of a drill. One that cannot be made keeps none of the others from being made; it is named. */
export async function writeReports(
  files: Pick<Files, 'write'>,
  dir: string,
  measured: Measured,
  theme?: Theme,
): Promise<readonly string[]> {
  const broken: string[] = []
  for (const [name, render] of Object.entries(REPORTS)) {
    try {
      await files.write(join(dir, name), render(measured, theme))
    } catch (error) {
      const how = theme === undefined ? 'written' : 'made with this theme'
      broken.push(`${name} could not be ${how}: ${messageOf(error)}`)
      // Somebody's theme may be what broke it: a plain report is better than none.
      if (theme !== undefined) broken.push(...(await writeReports({ write: onlyTo(files, name) }, dir, measured)))
    }
  }
  return broken
}

/** Writes one of the files and none of the others. */
function onlyTo(files: Pick<Files, 'write'>, name: string): Files['write'] {
  return async (path, text, options) => {
    if (path.endsWith(name)) await files.write(path, text, options)
  }
}
