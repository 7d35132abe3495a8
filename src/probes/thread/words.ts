import type { Happening } from '../../model/event.ts'
import type { ReadMoment } from '../../model/ledger-event.ts'
import type { ProbeOrder } from '../probes.ts'

/** What a thread of probes is told when it begins. Its clock counts on the machine's, which all threads share. */
export interface ThreadOrder extends ProbeOrder {
  /** When the drill began, on that clock. */
  readonly zeroMs: number
}

/** What it is asked to do later; it answers by the number. */
export type Errand =
  | { readonly id: number; readonly do: 'read-back'; readonly during: ReadMoment }
  | { readonly id: number; readonly do: 'listen' | 'stop-writing' | 'stop' }
  | { readonly id: number; readonly do: 'give-up'; readonly errand: number }

/** What it says. */
export type Told =
  | { readonly told: 'happenings'; readonly happenings: readonly Happening[] }
  | { readonly told: 'done'; readonly id: number }
  | { readonly told: 'failed'; readonly id: number; readonly why: string }
