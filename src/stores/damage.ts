import { DrillError } from '../model/error.ts'
import { seededRandom } from '../model/random.ts'
import { type Corruption, type OnlyRows, storeName } from '../model/store.ts'
import { cannotTake, OF_VECTORS } from '../model/store-abilities.ts'
import { remadeFor } from './remade.ts'
import { isChosen } from './sample.ts'
import type { OpenSnapshot } from './snapshot.ts'
import type { Store, StoreRow, StoreShape, StoreValue } from './store.ts'

/** How a share of a store's rows is made wrong. */
export interface Damage {
  readonly how: Corruption
  readonly shareRatio: number
  /** What is written in the place of texts that are overwritten. */
  readonly text: string
  readonly seed: number
  /** All rows, unless only some may be hit. */
  readonly only?: OnlyRows | undefined
}

/** Where all rows can be read while the collection itself is not there. */
export type Copy = () => Promise<Pick<OpenSnapshot, 'rows'>>

// Rows trade places among so many at a time: memory stays flat, and each still gets another's.
const GROUP = 500

/**
 * Damages rows where they are. Says how many. Where all vectors of a collection are of one length, it is made anew for shorter ones, of
 * the rows in a copy of it.
 */
export async function corrupt(
  store: Store,
  damage: Damage,
  { copy, signal }: { readonly copy?: Copy; readonly signal?: AbortSignal } = {},
): Promise<number> {
  refuseWhatCannotBe(store, damage)
  if (damage.how === 'dimension') {
    if (store.resized !== undefined && copy !== undefined)
      return remadeFor(store, await copy(), row => half(row.vector), signal)
    await store.loosen?.()
  }
  const shape = await store.describe()
  let count = 0
  let waiting: StoreRow[] = []
  const flush = async (): Promise<void> => {
    count += waiting.length
    await damaged(store, waiting, shape, damage)
    waiting = []
  }
  for await (const rows of store.scan()) {
    signal?.throwIfAborted()
    waiting.push(...rows.filter(row => isHit(row, damage)))
    // One left alone could trade with nobody: the last two groups go together.
    if (waiting.length >= 2 * GROUP) {
      const rest = waiting.splice(GROUP)
      await flush()
      waiting = rest
    }
  }
  if (waiting.length > 0) await flush()
  return count
}

/** Whether damage reaches a row: drawn by the seed, among those it may reach at all. */
export function isHit(
  row: Pick<StoreRow, 'id' | 'tenant'>,
  { only, seed, shareRatio }: Pick<Damage, 'only' | 'seed' | 'shareRatio'>,
): boolean {
  const isReached =
    only === undefined || (only.by === 'tenant' ? row.tenant === only.tenant : row.id.startsWith(only.prefix))
  return isReached && isChosen(row.id, seed, shareRatio)
}

async function damaged(store: Store, rows: readonly StoreRow[], shape: Texts, damage: Damage): Promise<void> {
  if (damage.how === 'drop') return store.remove({ by: 'ids', ids: rows.map(row => row.id) })
  return store.put(rows.map((row, i) => worse(row, rows[(i + 1) % rows.length] ?? row, shape, damage)))
}

/** One row made wrong; `other` is the row it trades with. */
export function worse(row: StoreRow, other: StoreRow, shape: Texts, { how, text, seed }: Damage): StoreRow {
  const withTexts = (change: (value: string) => string): StoreRow => ({
    ...row,
    payload: mapTexts(row.payload, shape, change),
  })
  switch (how) {
    case 'shuffle':
      return { ...row, vector: other.vector }
    case 'zero':
      return { ...row, vector: row.vector?.map(() => 0) }
    case 'model':
      return { ...row, vector: row.vector && strange(row.vector.length, seed + row.id.length + hashOf(row.id)) }
    case 'dimension':
      return { ...row, vector: half(row.vector) }
    case 'swap':
      return { ...row, payload: other.payload }
    case 'truncate':
      return withTexts(value => value.slice(0, Math.floor(value.length / 2)))
    case 'overwrite':
      return { ...row, payload: overwritten(row.payload, shape, text) }
    case 'bit-rot':
      return withTexts(rotten)
    case 'drop':
      return row
    default:
      return how satisfies never
  }
}

function half(vector: StoreRow['vector']): StoreRow['vector'] {
  return vector?.slice(0, Math.max(1, Math.floor(vector.length / 2)))
}

type Texts = Pick<StoreShape, 'texts' | 'documents'>

function mapTexts(payload: StoreRow['payload'], { texts, documents = [] }: Texts, change: (text: string) => string) {
  const entries = Object.entries(payload).map(([name, value]): readonly [string, StoreValue] => {
    if (typeof value !== 'string') return [name, value]
    if (documents.includes(name)) return [name, JSON.stringify(withTexts(JSON.parse(value), change))]
    return [name, texts.includes(name) ? change(value) : value]
  })
  return Object.fromEntries(entries)
}

/** A document with every text in it changed, and its names as they were. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => withTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withTexts(item, change)]))
}

/** Every text replaced; and by a text that is a JSON object, every document, whole. */
function overwritten(payload: StoreRow['payload'], shape: Texts, text: string): StoreRow['payload'] {
  const object = objectIn(text)
  const entries = Object.entries(mapTexts(payload, shape, () => text)).map(([name, value]): [string, StoreValue] => {
    if (object === undefined || objectIn(value) === undefined) return [name, value]
    return [name, typeof value === 'string' ? text : object]
  })
  return Object.fromEntries(entries)
}

function objectIn(value: StoreValue): StoreValue | undefined {
  const said = typeof value === 'string' ? parsed(value) : value
  return typeof said === 'object' && said !== null && !Array.isArray(said) ? said : undefined
}

function parsed(text: string): StoreValue {
  try {
    return JSON.parse(text) as StoreValue
  } catch {
    return null
  }
}

/** One bit of one character in the middle. */
function rotten(text: string): string {
  const at = Math.floor(text.length / 2)
  // Letters stay letters, so that what is encoded can still be decoded and is only wrong.
  return text === '' ? text : `${text.slice(0, at)}${flipped(text[at] ?? '')}${text.slice(at + 1)}`
}

function flipped(letter: string): string {
  const other = String.fromCharCode(letter.charCodeAt(0) ^ 1)
  return /[A-Za-z0-9]/.test(other) ? other : letter === 'A' ? 'B' : 'A'
}

/** A direction no honest embedding of this row would have. */
function strange(dimension: number, seed: number): readonly number[] {
  const random = seededRandom(seed)
  const numbers = Array.from({ length: dimension }, () => random() * 2 - 1)
  const length = Math.hypot(...numbers)
  return numbers.map(number => number / length)
}

function hashOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
}

function refuseWhatCannotBe({ place }: Store, { how, only, shareRatio }: Damage): void {
  const isPartial = only !== undefined || shareRatio < 1
  const no =
    OF_VECTORS.includes(how) && place.fields.vector === undefined
      ? { why: 'its rows have no vector', instead: 'name the vector under "data" in the platform file' }
      : cannotTake(place.driver, { kind: 'store.corrupt', how, isPartial })
  if (no === undefined) return
  throw new DrillError('NOT_AVAILABLE', `${storeName(place)} cannot be damaged with "${how}": ${no.why}.`, {
    hint: `${no.instead}. Nothing was changed`,
  })
}
