import { resolve } from 'node:path'
import { DrillError } from '../../model/error.ts'
import type { GoldenSet, LoadedGolden } from '../../model/golden.ts'
import type { GoldenAnswer } from '../../model/golden-event.ts'
import type { Files } from '../../model/world/files.ts'
import type { Running } from '../drill.ts'

/** A baseline kept between drills: every answer, and what it may be compared with. */
export interface StoredBaseline {
  readonly schema: 1
  readonly set: string
  readonly hash: string
  readonly drill: string
  readonly answers: readonly GoldenAnswer[]
}

/** Reads a stored baseline, and refuses one of other cases, other scorers or another version of the platform. */
export async function readBaseline(
  files: Pick<Files, 'read'>,
  dir: string,
  set: GoldenSet,
  { hash }: LoadedGolden,
): Promise<StoredBaseline> {
  const advice = 'drill once with "baseline: asked", which stores a new one. Nothing was touched'
  if (set.baselineFile === undefined) {
    throw new DrillError('FILE_NOT_FOUND', `The golden set ${set.id} names no file that keeps its baseline.`, {
      hint: 'add "baseline:" to it in the platform file. Nothing was touched',
    })
  }
  const path = resolve(dir, set.baselineFile)
  const text = await files.read(path).catch(cause => {
    throw new DrillError('FILE_NOT_FOUND', `There is no stored baseline at ${path}.`, { hint: advice, cause })
  })
  const stored = parsedBaseline(text)
  if (stored === undefined) throw new DrillError('FILE_INVALID', `${path} is no stored baseline.`, { hint: advice })
  if (stored.hash !== hash || stored.set !== set.id) {
    const what = `The baseline at ${path} is stale: it was made by ${stored.drill} of other cases, scorers or another version of the platform.`
    throw new DrillError('FILE_INVALID', what, { hint: advice })
  }
  return stored
}

function parsedBaseline(text: string): StoredBaseline | undefined {
  try {
    const value = JSON.parse(text) as Partial<StoredBaseline>
    return value.schema === 1 && Array.isArray(value.answers) ? (value as StoredBaseline) : undefined
  } catch {
    return undefined
  }
}

/** Notes a stored baseline as if it had been asked now, so that the journal alone holds all there is to compare. */
export async function noteStored(
  { world, drill, journal }: Running,
  set: GoldenSet,
  loaded: LoadedGolden,
): Promise<void> {
  const { answers } = await readBaseline(world.files, drill.platform.dir, set, loaded)
  const startedMs = journal.nowMs()
  const at = { set: set.id, during: 'baseline' } as const
  journal.append({
    type: 'golden.started',
    ...{ ...at, cases: loaded.cases.length, repeats: set.repeats, hash: loaded.hash, stored: true },
  })
  for (const answer of answers) journal.append({ type: 'golden.answered', ...answer, ...at, startedMs })
  journal.append({ type: 'golden.finished', ...at, startedMs, asked: answers.length, notAsked: 0, why: undefined })
}

/** Keeps the baseline that was just asked, as it went into the journal: secrets are veiled there. */
export async function storeBaseline(
  { world, drill }: Running,
  set: GoldenSet,
  { hash }: LoadedGolden,
  answers: readonly GoldenAnswer[],
): Promise<void> {
  if (set.baselineFile === undefined) return
  const stored: StoredBaseline = { schema: 1, set: set.id, hash, drill: drill.id, answers }
  await world.files.write(resolve(drill.platform.dir, set.baselineFile), `${JSON.stringify(stored)}\n`)
}
