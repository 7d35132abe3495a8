import { resolve } from 'node:path'
import { readCases } from '../gates/golden/cases/read-cases.ts'
import type { GoldenSet, LoadedGolden } from '../model/golden.ts'
import type { Platform } from '../model/platform.ts'
import type { Problem } from '../model/problem.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Files } from '../model/world/files.ts'
import { readBaseline } from '../run/phases/stored-baseline.ts'
import { hashOf } from '../scenario/hash.ts'
import { problemAtValue, type Tree } from '../yaml/tree.ts'
import { quoted } from '../yaml/words.ts'

/** Golden sets as they were read, and everything that is wrong with their files. */
export interface ReadGolden {
  readonly golden: ReadonlyMap<string, LoadedGolden>
  readonly problems: readonly Problem[]
  readonly sources: ReadonlyMap<string, string>
}

/** Reads the cases of these golden sets, before any contact with the platform. */
export async function readGolden(
  files: Pick<Files, 'read'>,
  platform: Platform,
  tree: Tree,
  sets: readonly string[],
): Promise<ReadGolden> {
  const golden = new Map<string, LoadedGolden>()
  const problems: Problem[] = []
  const sources = new Map<string, string>()
  for (const set of platform.golden.filter(({ id }) => sets.includes(id))) {
    const path = resolve(platform.dir, set.casesFile)
    const text = await files.read(path).catch(() => undefined)
    if (text === undefined) {
      problems.push(noCases(tree, set, path))
      continue
    }
    sources.set(path, text)
    const read = readCases(path, text)
    if (!read.ok) {
      problems.push(...read.problems)
      continue
    }
    problems.push(...strangers(tree, set, read.value, platform))
    golden.set(set.id, { set: set.id, cases: read.value, hash: comparable(set, read.value) })
  }
  return { golden, problems, sources }
}

/** The golden sets that a scenario asks. */
export function setsOf({ gates }: Pick<Scenario, 'gates'>): readonly string[] {
  const { golden } = gates
  return golden === undefined ? [] : [...new Set([golden.set, golden.during?.set ?? golden.set])]
}

/** Refuses a stored baseline that is not there, or stale, before anything is touched. */
export async function checkBaselines(
  files: Pick<Files, 'read'>,
  { gates }: Pick<Scenario, 'gates'>,
  platform: Platform,
  golden: ReadonlyMap<string, LoadedGolden>,
): Promise<void> {
  if (gates.golden?.baseline !== 'stored') return
  for (const loaded of golden.values()) {
    const set = platform.golden.find(({ id }) => id === loaded.set)
    if (set !== undefined) await readBaseline(files, platform.dir, set, loaded)
  }
}

/** Answers may be compared if nothing of this has changed. Ports and keys are no part of it: they differ from drill to drill. */
function comparable({ scorers, ask, repeats, judge, version }: GoldenSet, cases: LoadedGolden['cases']): string {
  return hashOf({ cases, scorers, at: ask.at, repeats, judge: judge?.model, version })
}

function noCases(tree: Tree, { id, casesFile }: GoldenSet, path: string): Problem {
  return problemAtValue(tree, ['golden', id, 'cases'], {
    code: 'MISSING_FILE',
    what: `there is no file ${quoted(casesFile)}`,
    why: `it is where the cases of golden.${id} are, at ${path}`,
    now: 'write its path as seen from this file',
  })
}

/** Whoever asks with a tenant's key must know the tenant. */
function strangers(
  tree: Tree,
  { id, ask }: GoldenSet,
  cases: LoadedGolden['cases'],
  { tenants }: Platform,
): readonly Problem[] {
  if (!JSON.stringify(ask.request).includes('${tenant.')) return []
  const unknown = new Set(
    cases.flatMap(({ tenant = 'nobody' }) => (tenants.some(known => known.id === tenant) ? [] : tenant)),
  )
  return [...unknown].map(name =>
    problemAtValue(tree, ['golden', id, 'cases'], {
      code: 'UNKNOWN_NAME',
      what: `cases of golden.${id} are of the tenant ${quoted(name)}, whom "tenants" does not describe`,
      why: 'they are asked with their own key',
      now: 'describe the tenant, or take the key out of the request',
    }),
  )
}
