import { createHash } from 'node:crypto'
import type { Files } from '../../model/world/files.ts'

/** The same text, and its sha256 once all of it has been read: what `sha256sum` says of the file. */
export function hashed(files: Pick<Files, 'pieces'>): Pick<Files, 'pieces'> & { digest(): string } {
  const hash = createHash('sha256')

  async function* pieces(path: string): AsyncIterable<string> {
    for await (const piece of files.pieces(path)) {
      hash.update(piece)
      yield piece
    }
  }

  return { pieces, digest: () => hash.copy().digest('hex') }
}
