import { messageOf } from '../../model/error.ts'
import { type IntegrityCheck, type IntegrityCheckName, storeName } from '../../model/store.ts'
import { worst } from '../../model/verdict.ts'
import type { GateAnswer } from '../smoke.ts'
import { dueUntil } from './due.ts'
import { erasedSince } from './erased-since.ts'
import { type Check, found, type IntegrityMeans } from './means.ts'
import { whatIsLeft } from './what-is-left.ts'
import { counts, fingerprints, structure, tombstones, watermark } from './what-is-there.ts'
import { application, canary, ready, recall, tenants } from './what-it-answers.ts'

/** Looks at everything by which restored data can differ from what there was. What does not apply to a store is left out. */
export async function checkIntegrity(means: IntegrityMeans): Promise<readonly IntegrityCheck[]> {
  const { exists } = await means.store.describe()
  if (!exists) return [found('counts', false, `${storeName(means.store.place)} is not there`)]
  const left = once(() => whatIsLeft(means))
  const looking = {
    ...means,
    left,
    dueMs: async () => dueUntil(means, await left()),
    erased: once(() => erasedSince(means)),
  }
  const checks: IntegrityCheck[] = []
  for (const [name, check] of CHECKS) {
    const result = await check(looking).catch((error: unknown) => failedToLook(name, error))
    if (result !== undefined) checks.push(result)
  }
  return checks
}

function once<T>(look: () => Promise<T>): () => Promise<T> {
  let seen: Promise<T> | undefined
  return () => {
    seen ??= look()
    return seen
  }
}

/** All checks as one answer: what went wrong, or how many went well. */
export function integrityAnswer(checks: readonly IntegrityCheck[]): GateAnswer {
  const verdict = worst(checks.map(check => check.verdict))
  const bad = checks.filter(check => check.verdict !== 'passed')
  if (bad.length === 0)
    return { verdict, detail: `${checks.length} checks: ${checks.map(({ check }) => check).join(', ')}` }
  return { verdict, detail: bad.map(({ check, detail }) => `${check}: ${detail}`).join('; ') }
}

const CHECKS: readonly (readonly [IntegrityCheckName, Check])[] = [
  ['counts', counts],
  ['structure', structure],
  ['fingerprints', fingerprints],
  ['recall', recall],
  ['ready', ready],
  ['watermark', watermark],
  ['canary', canary],
  ['application', application],
  ['tombstones', tombstones],
  ['tenants', tenants],
]

/** What cannot be looked at is not known to be well. */
function failedToLook(check: IntegrityCheckName, error: unknown): IntegrityCheck {
  return { check, verdict: 'inconclusive', detail: `nobody could look: ${messageOf(error)}` }
}
