import { createHash } from 'node:crypto'
import type { Files } from '../model/world.ts'

// Hashing many lines at once costs a fraction of hashing each.
const BATCH_CHARACTERS = 1 << 16

/** The same lines, and their sha256 once all have been read: what `sha256sum` says of a file whose last line is whole. */
export function hashed(files: Pick<Files, 'lines'>): Pick<Files, 'lines'> & { digest(): string } {
  const hash = createHash('sha256')
  let batch = ''

  async function* lines(path: string): AsyncIterable<string> {
    for await (const line of files.lines(path)) {
      batch += `${line}\n`
      if (batch.length > BATCH_CHARACTERS) flush()
      yield line
    }
  }

  function flush(): void {
    hash.update(batch)
    batch = ''
  }

  function digest(): string {
    flush()
    return hash.copy().digest('hex')
  }

  return { lines, digest }
}
