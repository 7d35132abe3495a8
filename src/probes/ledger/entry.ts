import { hash } from 'node:crypto'

/** One entry of a ledger: a name that no other entry anywhere has, what it says, and how to tell that it still says it. */
export interface Entry {
  readonly id: string
  readonly text: string
  readonly sum: string
}

/** What all names of one drill's ledger begin with. */
export function prefixOf(drill: string, ledger: string): string {
  return `${drill}.${ledger}`.replace(/[^A-Za-z0-9.]+/g, '-').concat('.')
}

/** An entry by its number: the same whenever it is asked for, so nothing but numbers need be kept. */
export function entryOf(prefix: string, number: number): Entry {
  const id = `${prefix}${number}`
  const text = `${id} ${digest(id, 32)}`
  return { id, text, sum: sumOf(text) }
}

/** The checksum of a text. */
export function sumOf(text: string): string {
  return digest(text, 16)
}

/** The number of the entry with this name, or whose text begins with it; undefined if it is none of this ledger. */
export function numberOf(prefix: string, nameOrText: string): number | undefined {
  if (!nameOrText.startsWith(prefix)) return undefined
  const [digits] = /^\d{1,12}(?![\w.-])/.exec(nameOrText.slice(prefix.length)) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function digest(text: string, length: number): string {
  return hash('sha256', text, 'hex').slice(0, length)
}
