import { createHash } from 'node:crypto'

/** The text that one tenant hides in one place during one drill: found anywhere else, it can only have come from there. */
export function canaryOf(drill: string, tenant: string, place: string): string {
  const hash = createHash('sha256').update(`${drill}/${tenant}/${place}`).digest('hex')
  return `canary-${hash.slice(0, 20)}`
}

const MARK = 'canary-'
const HASH_LENGTH = 20
const LENGTH = MARK.length + HASH_LENGTH

/** Looks for texts of others in an answer that comes in pieces: one that lies across two pieces is found too. */
export function canarySearch(
  texts: readonly string[],
  found: (canary: string) => void,
): ((piece: Buffer) => void) | undefined {
  if (texts.length === 0) return undefined
  const wanted = new Set(texts)
  let tail: Buffer = Buffer.alloc(0)
  return piece => {
    // Only what could begin in the last piece and end in this one is looked at twice.
    const seam = Buffer.concat([tail, piece.subarray(0, LENGTH - 1)])
    if (tail.length > 0) searchIn(seam, wanted, found, tail.length)
    searchIn(piece, wanted, found, piece.length)
    tail = piece.length >= LENGTH - 1 ? Buffer.from(piece.subarray(1 - LENGTH)) : seam.subarray(1 - LENGTH)
  }
}

/** Every wanted text that begins before `beforeByte`. */
function searchIn(
  bytes: Buffer,
  wanted: ReadonlySet<string>,
  found: (canary: string) => void,
  beforeByte: number,
): void {
  for (let at = bytes.indexOf(MARK); at >= 0 && at < beforeByte; at = bytes.indexOf(MARK, at + 1)) {
    const text = bytes.toString('latin1', at, at + LENGTH)
    if (wanted.has(text)) found(text)
  }
}

/** The canaries in a whole text. */
export function canariesIn(text: string): readonly string[] {
  return text.match(/canary-[0-9a-f]{20}/g) ?? []
}
