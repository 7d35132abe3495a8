import { messageOf } from '../../model/error.ts'
import type { IntegrityCheck } from '../../model/store.ts'
import type { StoreRow } from '../../stores/store.ts'
import { found, type Looking } from './means.ts'

// Approximate indexes may swap a neighbour or two at the edge; a wrong index loses most of them.
const LEAST_RECALL = 0.9

/** Frozen questions find the neighbours that they found before. */
export async function recall({ store, before, rpoMs }: Looking): Promise<IntegrityCheck | undefined> {
  const { questions } = before.manifest
  if (store.query === undefined || questions.length === 0) return undefined
  const total = Object.values(await store.count()).reduce((sum, count) => sum + count, 0)
  // What came since may stand nearer: each old neighbour may have moved back by as many.
  const more = Math.max(0, total - before.manifest.rows)
  const shares: number[] = []
  for (const { id, tenant, nearest } of questions) {
    const vector = before.vectors.get(id)
    if (vector === undefined) continue
    const now = await store.query(vector, nearest.length + more, tenant)
    // Where some of the newest rows may be lost, those that are cannot be found; how many are is counted elsewhere.
    const findable = rpoMs > 0 ? (await store.get(nearest)).map(row => row.id) : nearest
    if (findable.length > 0) shares.push(findable.filter(known => now.includes(known)).length / findable.length)
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)
  const words = `${Math.round(mean * 100)} % of the neighbours that ${shares.length} frozen questions had before`
  return found('recall', mean >= LEAST_RECALL, words)
}

/** Nothing is being built any more. */
export async function ready({ store }: Looking): Promise<IntegrityCheck> {
  const { unready } = await store.describe()
  return found('ready', unready === undefined, unready ?? 'nothing is being built')
}

/** A row is written over itself and read back: that proves writing, and leaves nothing behind. */
export async function canary({ store, before }: Looking): Promise<IntegrityCheck | undefined> {
  // Whichever is there: some of the newest may be lost, and that is told elsewhere.
  const [row] = await store.get(before.manifest.samples.map(sample => sample.id))
  if (row === undefined) return undefined
  const refusal = await store.put([row]).then(
    () => undefined,
    (error: unknown) => messageOf(error),
  )
  if (refusal !== undefined) return found('canary', false, `${row.id} cannot be written: ${refusal}`)
  const [again] = await store.get([row.id])
  const words = `${row.id} was written over itself and ${again === undefined ? 'is not there any more' : 'read back'}`
  return found('canary', again !== undefined, words)
}

/** The platform itself answers from what was restored. */
export async function application({ application }: Looking): Promise<IntegrityCheck> {
  return found('application', application.works, application.detail)
}

/** Whoever asks is shown its own alone: by the store, and by the platform itself, whose own filter may be lost while the rows are right. */
export async function tenants(looking: Looking): Promise<IntegrityCheck | undefined> {
  const { before, across } = looking
  const questions = before.manifest.questions.filter(({ tenant }) => tenant !== undefined)
  const canAsk = looking.store.query !== undefined && questions.length > 0
  if (!canAsk && across === undefined) return undefined
  const looked = await across?.()
  if (looked?.looks === 0) throw new Error('the platform let no tenant look for what others have')
  const strangers = [...(canAsk ? await shownByStore(looking) : []), ...(looked?.strangers ?? [])]
  const words = [
    ...(canAsk ? [`${questions.length} questions were answered from their own tenant's rows alone`] : []),
    ...(looked === undefined ? [] : [`${looked.looks} looks of tenants found nothing of another`]),
  ]
  return found('tenants', strangers.length === 0, strangers.length === 0 ? words.join(', ') : inShort(strangers))
}

async function shownByStore({ store, before }: Looking): Promise<readonly string[]> {
  const strangers: string[] = []
  for (const { id, tenant, nearest } of before.manifest.questions) {
    const vector = before.vectors.get(id)
    if (vector === undefined || tenant === undefined) continue
    const seen = await store.get((await store.query?.(vector, nearest.length, tenant)) ?? [])
    strangers.push(
      ...seen
        .filter((row: StoreRow) => row.tenant !== tenant)
        .map(row => `${tenant} is shown ${row.id} of ${row.tenant}`),
    )
  }
  return strangers
}

function inShort(strangers: readonly string[]): string {
  const more = strangers.length - 3
  return `${strangers.slice(0, 3).join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}
