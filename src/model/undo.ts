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

/** What undoing one thing came to. */
export type UndoOutcome =
  | { readonly state: 'undone'; readonly detail: string }
  /** What we broke went away together with the process that held it. */
  | { readonly state: 'gone'; readonly detail: string }
  | { readonly state: 'failed'; readonly detail: string; readonly command: string }
