import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { messageOf } from '../../model/error.ts'

/**
 * Why a child has no pipes: too many files are open for any. There is nothing of it to listen to then, and who does it all the same fails
 * before he hears of the error, which then ends us in the middle of a drill.
 */
export async function noRoom(child: ChildProcess): Promise<string> {
  const [error] = await once(child, 'error')
  return messageOf(error)
}
