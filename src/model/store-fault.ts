import type { Attachment, Corruption, OnlyRows, Removal } from './store.ts'

/** The kinds done to what a store holds. */
export const STORE_FAULT_KINDS = [
  'store.delete',
  'store.corrupt',
  'store.rollback',
  'store.detach',
  'store.throttle',
  'store.scratch',
] as const
export type StoreFaultKind = (typeof STORE_FAULT_KINDS)[number]

/** What is done to a store. */
export type StoreFault =
  | { readonly kind: 'store.delete'; readonly what: Removal }
  | {
      readonly kind: 'store.corrupt'
      readonly how: Corruption
      readonly shareRatio: number
      /** What texts are overwritten with. */
      readonly text: string
      /** All rows, unless only some may be hit. */
      readonly only: OnlyRows | undefined
    }
  | { readonly kind: 'store.rollback'; readonly backMs: number }
  /** The data is left as it is; how it is found, or what keeps tenants apart, is lost. */
  | { readonly kind: 'store.detach'; readonly what: Attachment }
  | { readonly kind: 'store.throttle'; readonly heldRatio: number }
  /** Harms nothing: an empty place beside the store, to be restored into. */
  | { readonly kind: 'store.scratch' }

/** The kinds that destroy data, so that a parachute must be packed before. */
export const DESTRUCTIVE_KINDS = [
  'store.delete',
  'store.corrupt',
  'store.rollback',
  'store.detach',
] as const satisfies readonly StoreFaultKind[]
