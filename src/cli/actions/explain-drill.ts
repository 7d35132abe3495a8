import { join, resolve } from 'node:path'
import { replay } from '../../journal/replay.ts'
import { explain } from '../../measure/explain/explain.ts'
import { EXPLAINED, type ExplainedNumber } from '../../measure/explain/explanation.ts'
import { witnesses } from '../../measure/explain/witnesses.ts'
import { DrillError } from '../../model/error.ts'
import { nearest } from '../../model/nearest.ts'
import { renderExplanation } from '../../report/explanation.ts'
import { JOURNAL_FILE } from '../../run/drill.ts'
import { drillFolder } from '../../run/paper/drills.ts'
import { measureDrill } from '../../run/paper/reports.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

export interface ExplainOptions {
  readonly out: string
  readonly json?: boolean
}

/** Measures a drill, then reads its journal once more for the lines that its numbers rest on. */
export async function explainDrill(
  desk: Desk,
  drill: string,
  numbers: readonly string[],
  { out, json }: ExplainOptions,
): Promise<ExitCode> {
  const asked = numbers.map(known)
  const { files } = desk.world
  const dir = await drillFolder(files, resolve(desk.cwd, out), drill)
  const { measures } = await measureDrill(files, dir)
  const witness = witnesses(measures)
  for await (const event of replay(files, join(dir, JOURNAL_FILE))) witness.see(event)
  const all = explain(measures, witness.found)
  const shown = asked.length === 0 ? all : all.filter(({ name }) => asked.includes(name))
  desk.out.write(
    json === true
      ? `${JSON.stringify(shown, undefined, 2)}\n`
      : renderExplanation(shown, { color: desk.out.colour, width: desk.out.width() }),
  )
  return EXIT.passed
}

function known(name: string): ExplainedNumber {
  const found = EXPLAINED.find(each => each === name)
  if (found !== undefined) return found
  const like = nearest(name, EXPLAINED)
  throw new DrillError('USAGE', `There is no number called "${name}" to explain.`, {
    hint: `${like === undefined ? '' : `did you mean ${like}? `}there are ${EXPLAINED.join(', ')}`,
  })
}
