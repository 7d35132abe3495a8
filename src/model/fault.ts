/** The kinds of damage a drill can do. `src/faults` holds one file for each. */
export const FAULT_KINDS = ['refuse', 'hang', 'latency', 'reset', 'provider.status'] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** The kinds done to a component's network route, through Toxiproxy. */
export const NETWORK_FAULT_KINDS = ['refuse', 'hang', 'latency', 'reset'] as const satisfies readonly FaultKind[]
export type NetworkFaultKind = (typeof NETWORK_FAULT_KINDS)[number]

/** One kind of damage to one component, from `atMs` after t0, for `forMs` or until the drill heals. */
export type Fault = FaultFrame &
  (
    | { readonly kind: 'refuse' }
    | { readonly kind: 'hang' }
    | { readonly kind: 'reset' }
    | { readonly kind: 'latency'; readonly delay: Delay; readonly jitterMs: number }
    | {
        readonly kind: 'provider.status'
        readonly status: number
        readonly shareRatio: number
        readonly retryAfterMs: number | undefined
      }
  )

export interface FaultFrame {
  readonly id: string
  readonly component: string
  readonly atMs: number
  readonly forMs: number | undefined
}

/** How much slower: a fixed time, or so many times what a journey took during this drill's baseline. */
export type Delay =
  | { readonly kind: 'fixed'; readonly delayMs: number }
  | { readonly kind: 'times-baseline'; readonly times: number; readonly journey: string }

/** Whether the damage was really felt, and what was seen of it. */
export const EFFECTS = ['bitten', 'not-bitten', 'unknown'] as const
export type EffectState = (typeof EFFECTS)[number]
export interface Effect {
  readonly state: EffectState
  readonly seen: string
}
