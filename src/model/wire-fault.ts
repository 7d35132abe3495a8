/** The kinds done to a component's network route, through Toxiproxy. */
export const WIRE_FAULT_KINDS = [
  'refuse',
  'hang',
  'latency',
  'bandwidth',
  'reset',
  'cut',
  'slow-close',
  'slice',
] as const

/** What is done to a route: it refuses everybody, or a toxic stands in it. */
export type WireFault =
  | { readonly kind: 'refuse' }
  | (ToxicFault &
      (
        | { readonly kind: 'hang' }
        | { readonly kind: 'latency'; readonly delay: Delay; readonly jitterMs: number }
        | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
        | { readonly kind: 'reset' }
        | { readonly kind: 'cut'; readonly afterBytes: number }
        | { readonly kind: 'slow-close'; readonly delayMs: number }
        | { readonly kind: 'slice'; readonly pieceBytes: number; readonly pauseMs: number }
      ))

/** What all toxics have in common. */
export interface ToxicFault {
  readonly direction: Direction
  /** The share of connections that meet it. Each one draws its lot once, so a kept-alive connection is hit or spared for good. */
  readonly shareRatio: number
}

/** Which way through a route: upstream is what the component is sent, downstream what it answers. */
export const DIRECTIONS = ['upstream', 'downstream', 'both'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** How much slower: a fixed time, or so many times what a journey took during this drill's baseline. */
export type Delay =
  | { readonly kind: 'fixed'; readonly delayMs: number }
  | { readonly kind: 'times-baseline'; readonly times: number; readonly journey: string }
