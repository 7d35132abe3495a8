/** The phases of every drill, in the order they happen. */
export const PHASES = [
  'resolve',
  'lock',
  'stage',
  'baseline',
  'parachute',
  'inject',
  'observe',
  'recover',
  'validate',
  'heal',
  'scan',
  'measure',
] as const
export type Phase = (typeof PHASES)[number]

/** What will happen, in order, before anything happens. Times count from t0. */
export interface Plan {
  readonly seed: number
  readonly baselineMs: number
  readonly steps: readonly PlanStep[]
  /** When the last scheduled step is due. */
  readonly lastMs: number
  /** After this long the platform counts as not having come back. */
  readonly deadlineMs: number
}

export type PlanStep =
  | { readonly act: 'inject'; readonly atMs: number; readonly fault: string }
  | { readonly act: 'undo'; readonly atMs: number; readonly fault: string }
