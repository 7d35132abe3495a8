import type { Attachment, Corruption, StoreDriverName } from './store.ts'
import type { StoreFaultKind } from './store-fault.ts'

/** What a kind of store can do and have done to it, as far as they differ. */
export interface StoreAbilities {
  /** Whether rows may have vectors, and whether it says which are near one. */
  readonly vectors: 'asked' | 'kept' | 'none'
  /** Who says when a row was written: a part of it that the platform file names, or the store. */
  readonly written: 'row' | 'store'
  /** Which vectors can be of another length: those of some rows, or all of them in a collection made anew. */
  readonly lengths: 'each' | 'all'
  /** Whether it takes vectors of nothing. */
  readonly zero: boolean
  /** What can be lost while every row stays, and what that is here. */
  readonly attachments: Readonly<Partial<Record<Attachment, string>>>
  readonly throttle: boolean
  /** Whether it makes a fingerprint itself; otherwise every row is read for it. */
  readonly fingerprint: boolean
}

const POSTGRES: StoreAbilities = {
  vectors: 'asked',
  written: 'row',
  lengths: 'each',
  zero: true,
  attachments: { alias: 'the views that show it', 'tenant-filter': 'its row level security' },
  throttle: true,
  fingerprint: true,
}
const FILES: StoreAbilities = {
  vectors: 'none',
  written: 'store',
  lengths: 'each',
  zero: true,
  attachments: {},
  throttle: false,
  fingerprint: false,
}
const VECTORS: StoreAbilities = {
  vectors: 'asked',
  written: 'row',
  lengths: 'all',
  zero: true,
  attachments: {},
  throttle: false,
  fingerprint: false,
}

/** Each driver's; tests hold what stores really do against it, and docs/stores.md is written from it. */
export const STORE_ABILITIES: Readonly<Record<StoreDriverName, StoreAbilities>> = {
  pgvector: POSTGRES,
  postgres: POSTGRES,
  sqlite: {
    ...POSTGRES,
    vectors: 'kept',
    attachments: { alias: 'the views that show it' },
    fingerprint: false,
  },
  folder: { ...FILES, attachments: { alias: 'the links beside it that lead to it' } },
  s3: { ...FILES, attachments: { 'tenant-filter': "its bucket's policy" } },
  qdrant: { ...VECTORS, attachments: { alias: 'its aliases' } },
  chroma: VECTORS,
  weaviate: { ...VECTORS, attachments: { alias: 'its aliases' } },
  pinecone: { ...VECTORS, zero: false },
  milvus: { ...VECTORS, attachments: { alias: 'its aliases' } },
}

/** What is to be done to a store. */
export interface Harm {
  readonly kind: StoreFaultKind
  readonly how?: Corruption | undefined
  readonly what?: Attachment | undefined
  /** Whether it is to reach some rows only. */
  readonly isPartial?: boolean
}

/** Why a kind of store cannot be harmed so, and what comes nearest; nothing if it can. */
export function cannotTake(
  driver: StoreDriverName,
  { kind, how, what, isPartial = false }: Harm,
): { readonly why: string; readonly instead: string } | undefined {
  const can = STORE_ABILITIES[driver]
  const one = `a store of the driver "${driver}"`
  if (kind === 'store.throttle' && !can.throttle)
    return {
      why: `${one} cannot be held up from inside`,
      instead: 'slow down its route with "latency" or "bandwidth"',
    }
  if (kind === 'store.detach' && what !== undefined && can.attachments[what] === undefined)
    return { why: `${one} ${LACKS[what]}`, instead: INSTEAD[what] }
  if (kind !== 'store.corrupt' || how === undefined || !OF_VECTORS.includes(how)) return undefined
  if (can.vectors === 'none')
    return { why: `${one} keeps no vectors`, instead: 'damage what its files say, with "truncate" or "bit-rot"' }
  if (how === 'zero' && !can.zero)
    return { why: `${one} takes no vectors of nothing`, instead: 'let them point elsewhere, with "model" or "shuffle"' }
  if (how === 'dimension' && can.lengths === 'all' && isPartial)
    return {
      why: `${one} has vectors of one length only`,
      instead: 'damage all of it, or some rows with "model", which points elsewhere',
    }
  return undefined
}

/** Damage to vectors, which needs to know where they are. */
export const OF_VECTORS: readonly Corruption[] = ['shuffle', 'zero', 'model', 'dimension']

const LACKS: Readonly<Record<Attachment, string>> = {
  alias: 'is called by one name only',
  'tenant-filter': 'keeps tenants apart by nothing but what it is asked',
}

const INSTEAD: Readonly<Record<Attachment, string>> = {
  alias: 'lose all of it with "store.delete": to whoever asks by a lost name that is the same',
  'tenant-filter': 'break the filter where it is, in whoever asks, with "kind: custom"',
}
