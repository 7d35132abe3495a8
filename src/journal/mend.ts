import type { Files } from '../model/world/files.ts'
import { eventIn } from './replay.ts'

/** Cuts off the torn last line that a crash left, so that the journal can be continued. Says whether there was one. */
export async function mendJournal(files: Pick<Files, 'lines' | 'cut' | 'append'>, path: string): Promise<boolean> {
  let wholeBytes = 0
  let last: string | undefined
  for await (const line of files.lines(path)) {
    if (last !== undefined) wholeBytes += Buffer.byteLength(last) + 1
    last = line
  }
  if (last === undefined) return false
  if (eventIn(last) === undefined) {
    await files.cut(path, wholeBytes)
    return true
  }
  await endLine(files, path, wholeBytes + Buffer.byteLength(last))
  return false
}

/** Makes sure that the last whole line ends where it should: the crash may have come just before its line end. */
async function endLine(files: Pick<Files, 'cut' | 'append'>, path: string, bytes: number): Promise<void> {
  await files.cut(path, bytes)
  const file = await files.append(path)
  await file.write('\n')
  await file.sync()
  await file.close()
}
