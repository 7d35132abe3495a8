import type { Arrivals, LoadCaps, LoadEngine, LoadPart } from './load.ts'

/** The kinds that are requests of a tenant. */
export const LOAD_FAULT_KINDS = ['load.tenant', 'credential.leak'] as const

/** What is asked in a tenant's name. */
export type LoadFault =
  | {
      readonly kind: 'load.tenant'
      readonly tenant: string
      readonly arrivals: Arrivals
      readonly mix: readonly LoadPart[]
      readonly caps: LoadCaps
      readonly engine: LoadEngine
    }
  /** A thief asks with a tenant's key, from the moment the leak is declared; the platform is expected to refuse it soon. */
  | {
      readonly kind: 'credential.leak'
      readonly tenant: string
      readonly journey: string
      readonly everyMs: number
    }
