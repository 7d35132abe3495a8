import type { ProcessIdentity } from './event.ts'
import type { Deed, ProcessPlace } from './machine-fault.ts'
import type { PlantedText } from './sharing.ts'
import type { StorePlace } from './store.ts'

/** A toxic as Toxiproxy states it. */
export interface Toxic {
  readonly name: string
  readonly type: string
  readonly stream: 'upstream' | 'downstream'
  readonly toxicity: number
  readonly attributes: Readonly<Record<string, number>>
}

/** One proxy as it stood at one moment. */
export interface ProxyState {
  readonly name: string
  readonly listen: string
  readonly upstream: string
  readonly enabled: boolean
  readonly toxics: readonly Toxic[]
}

/** How to put back what one act changed. Data, never a closure: it is on disk before the act. */
export type Undo =
  | {
      readonly kind: 'toxiproxy.restore-proxy'
      readonly toxiproxy: string
      /** The proxy before we touched it. */
      readonly before: ProxyState
      /** The toxics we add; others that appear meanwhile are not ours to remove. */
      readonly toxics: readonly string[]
      /** Whether we change `enabled`. */
      readonly switches: boolean
    }
  | { readonly kind: 'toxiproxy.remove-proxy'; readonly toxiproxy: string; readonly proxy: string }
  | {
      readonly kind: 'mock.clear'
      readonly control: string
      /** The file beside the journal that holds the control token; the token itself never enters the journal. */
      readonly tokenFile: string
      readonly fault: string
    }
  | {
      readonly kind: 'load.stop'
      readonly control: string
      /** The file beside the journal that holds the control token. */
      readonly tokenFile: string
      readonly load: string
    }
  | { readonly kind: 'process.thaw'; readonly component: string; readonly process: ProcessIdentity }
  | {
      readonly kind: 'process.restore'
      readonly component: string
      /** The process before we touched it. */
      readonly before: ProcessIdentity
      readonly place: ProcessPlace
      /** What starts it again; undefined where its own supervisor does. */
      readonly restart: string | undefined
      readonly withinMs: number
    }
  | {
      readonly kind: 'container.restore'
      /** Its name, for people; its number in the engine is what it is. */
      readonly container: string
      readonly before: ContainerState
    }
  /** A burner of ours, whose process is in this note beside the journal once there is one. */
  | { readonly kind: 'squeeze.end'; readonly note: string }
  | { readonly kind: 'file.remove'; readonly file: string }
  | { readonly kind: 'custom'; readonly custom: string; readonly deed: Deed }
  | {
      readonly kind: 'store.restore'
      readonly store: StorePlace
      /** The parachute, in the drill's folder. */
      readonly snapshot: string
      readonly sha256: string
      /** What was written after the parachute was packed and before the act. */
      readonly since?: { readonly snapshot: string; readonly sha256: string; readonly rows: number }
      /** Where the platform lists what was deleted for good: no parachute may bring that back. */
      readonly tombstones?: string
    }
  | { readonly kind: 'store.drop-scratch'; readonly store: StorePlace }
  | {
      readonly kind: 'store.release'
      readonly store: StorePlace
      readonly throttle: string
      /** How long a few looks took while nobody was held up: by this the proof tells. */
      readonly usualMs: number
    }
  /** What tenants have hidden in one place, to find out whether another is told it. */
  | { readonly kind: 'canary.remove'; readonly place: string; readonly texts: readonly PlantedText[] }
  /** Several in one, put back newest first. */
  | { readonly kind: 'all'; readonly undos: readonly Undo[] }

/** One container as it stood at one moment. */
export interface ContainerState {
  readonly id: string
  readonly running: boolean
  readonly paused: boolean
  readonly networks: readonly ContainerNetwork[]
}

export interface ContainerNetwork {
  readonly name: string
  readonly aliases: readonly string[]
}

/** What undoing one thing came to. */
export type UndoOutcome =
  | {
      readonly state: 'undone'
      readonly detail: string
      /** How it was seen that the damage had ended by itself before. */
      readonly early?: string
    }
  /** What we broke went away together with the process that held it. */
  | { readonly state: 'gone'; readonly detail: string }
  | { readonly state: 'failed'; readonly detail: string; readonly command: string }

/** Who put something back. */
export type Actor = 'conductor' | 'watchdog' | 'recover'
