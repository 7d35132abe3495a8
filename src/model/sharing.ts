import type { HttpRequest } from './http.ts'

/** One of those who share the platform. Whoever's key a request carries, asks. */
export interface Tenant {
  readonly id: string
  readonly key: string
  /** How much the platform grants it; undefined where nothing was promised. */
  readonly quota: Quota | undefined
}

/** So many requests a second, and so many at once after a pause. */
export interface Quota {
  readonly perSecond: number
  readonly burst: number
}

/** A place in the platform where each tenant hides a text of its own, and where it is looked for as every other tenant. */
export interface CanaryPlace {
  readonly id: string
  /** Where the answer says by which name the planted thing can be read: `{id}`. */
  readonly idAt: string | undefined
  readonly everyMs: number
  /** What each tenant asks there, by tenant. */
  readonly asks: Readonly<Record<string, CanaryAsks>>
}

/** What one tenant asks in a hiding place. `{canary}` stands for its text. */
export interface CanaryAsks {
  readonly plant: CanaryDeed
  /** Asked once it is hidden, one after the other: what brings it to where it is kept ready, such as a cache. */
  readonly warm: readonly HttpRequest[]
  /** Lists, searches or asks for what a tenant may see; its owner finds its own text there. */
  readonly look: HttpRequest | undefined
  /** Reads what was hidden, `{id}`: with any key but its owner's it must be refused. */
  readonly read: HttpRequest | undefined
  /** Takes it away again after the drill. */
  readonly remove: CanaryDeed | undefined
}

/** How a text is hidden or taken away: by asking the platform, or by a command of whoever runs it. */
export type CanaryDeed =
  | { readonly kind: 'request'; readonly request: HttpRequest }
  | { readonly kind: 'command'; readonly command: string; readonly cwd: string; readonly timeoutMs: number }

/** A text that one tenant is about to hide, with all that takes it away again. Data: it is on disk before the text is hidden. */
export interface PlantedText {
  readonly tenant: string
  readonly canary: string
  /** As its owner asks for it. What is not known before it is hidden, its `{id}`, still stands open. */
  readonly remove: CanaryDeed
  /** By which name it can be asked for, once the platform has said so. */
  readonly id?: string
  /** How its name is found again where nobody lived to hear it; only where it takes a name to remove it. */
  readonly named?: { readonly idAt: string | undefined; readonly look: HttpRequest | undefined }
}

/** Somebody who tries, again and again, to get in with keys that must be refused. */
export interface Intruder {
  readonly id: string
  readonly request: HttpRequest
  /** The keys that are tried, by what is wrong with them. */
  readonly keys: Readonly<Record<string, string>>
  /** The statuses that refuse. */
  readonly refusedBy: readonly number[]
  readonly everyMs: number
}

/** Where a tenant is told things that are no answers: a log it may read, an export that is made for it. */
export interface Outlet {
  /** `log`, or `log@acme` for one of several tenants. */
  readonly id: string
  /** Who reads it; undefined: somebody who must be told nothing of anybody. */
  readonly tenant: string | undefined
  readonly source:
    | { readonly kind: 'file'; readonly file: string }
    | { readonly kind: 'command'; readonly command: string; readonly cwd: string; readonly timeoutMs: number }
  readonly everyMs: number
}

/** The name that `ask@acme` has in the platform file: a name stands for all its tenants. */
export function isNamed(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}@`)
}
