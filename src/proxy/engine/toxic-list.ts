import { ApiError } from '../api-error.ts'
import type { Toxic } from '../toxics/toxic.ts'
import { lease } from './lease.ts'
import type { ToxicPatch, ToxicSettings } from './settings.ts'

/** What happened to a toxic, for the proxy to tell its connections and the event log. */
export type ToxicChange = 'toxic.added' | 'toxic.changed' | 'toxic.removed' | 'toxic.expired'

/** The toxics of one proxy, in the order they were made, each with its lease. */
export class ToxicList {
  readonly #onChange: (change: ToxicChange, toxic: Toxic) => void
  readonly #leases = new Map<string, () => void>()
  #toxics: readonly Toxic[] = []
  #made = 0

  constructor(onChange: (change: ToxicChange, toxic: Toxic) => void) {
    this.#onChange = onChange
  }

  /** In the order data meets them. */
  get all(): readonly Toxic[] {
    return this.#toxics
  }

  get(name: string): Toxic {
    const toxic = this.#toxics.find(each => each.name === name)
    if (toxic === undefined) throw new ApiError(404, 'toxic not found')
    return toxic
  }

  add(settings: ToxicSettings): Toxic {
    if (this.#toxics.some(toxic => toxic.name === settings.name)) throw new ApiError(409, 'toxic already exists')
    const toxic = { ...settings, serial: ++this.#made }
    this.#toxics = [...this.#toxics, toxic]
    this.#onChange('toxic.added', toxic)
    this.#startLease(toxic)
    return toxic
  }

  update(name: string, patch: ToxicPatch): Toxic {
    const before = this.get(name)
    const toxic: Toxic = {
      ...before,
      toxicity: patch.toxicity ?? before.toxicity,
      attributes: { ...before.attributes, ...patch.attributes },
      ttlMs: patch.ttlMs === undefined ? before.ttlMs : patch.ttlMs === 0 ? undefined : patch.ttlMs,
    }
    this.#toxics = this.#toxics.map(each => (each === before ? toxic : each))
    this.#onChange('toxic.changed', toxic)
    if (patch.ttlMs !== undefined) this.#startLease(toxic)
    return toxic
  }

  remove(name: string): void {
    this.#take(this.get(name), 'toxic.removed')
  }

  clear(): void {
    for (const toxic of this.#toxics) this.#take(toxic, 'toxic.removed')
  }

  #take(toxic: Toxic, change: ToxicChange): void {
    this.#leases.get(toxic.name)?.()
    this.#leases.delete(toxic.name)
    this.#toxics = this.#toxics.filter(each => each !== toxic)
    this.#onChange(change, toxic)
  }

  #startLease({ name, ttlMs }: Toxic): void {
    this.#leases.get(name)?.()
    this.#leases.delete(name)
    if (ttlMs !== undefined)
      this.#leases.set(
        name,
        lease(ttlMs, () => this.#take(this.get(name), 'toxic.expired')),
      )
  }
}
