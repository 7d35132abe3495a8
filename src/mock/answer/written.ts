import type { Said } from './completion.ts'

/** Something said, as the wire has it. */
export interface Written {
  readonly text: string
  /** Each piece as a JSON string, quotes and all. */
  readonly pieces: readonly string[]
}

/** What was said, ready to be sent; made once, because the same answer goes out again and again. */
export function written(said: Said): Written {
  if (said.kind === 'nothing') return NOTHING
  const before = known.get(said)
  if (before !== undefined) return before
  const fresh = { text: said.pieces.join(''), pieces: said.pieces.map(piece => JSON.stringify(piece)) }
  known.set(said, fresh)
  return fresh
}

const NOTHING: Written = { text: '', pieces: [] }
const known = new WeakMap<Said, Written>()
