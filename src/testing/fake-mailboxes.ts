import { DrillError } from '../model/error.ts'
import type { Mailboxes, MailboxOptions } from '../model/world/mailboxes.ts'

/** Mailboxes in memory, and somebody who posts. */
export interface FakeMailboxes extends Mailboxes {
  /** Posts a document, and says whether anybody took it. */
  post(url: string, body: unknown, headers?: Readonly<Record<string, string>>): boolean
  /** Breaks one off, as if its port had gone. */
  breakOff(port: number, why: string): void
}

export function fakeMailboxes(): FakeMailboxes {
  const boxes = new Map<number, Box>()
  return {
    async open(port, options) {
      if (boxes.has(port)) throw new DrillError('PORT_BUSY', `Signals cannot be received at 127.0.0.1:${port}.`)
      const box = { options, counts: { posts: 0, refused: 0 }, lost: Promise.withResolvers<string>() }
      boxes.set(port, box)
      return {
        counts: () => ({ ...box.counts }),
        lost: box.lost.promise,
        close: async () => void boxes.delete(port),
      }
    },
    post(url, body, headers = {}) {
      const { port, pathname: path } = new URL(url)
      const box = boxes.get(Number(port))
      if (box === undefined) return false
      if (!box.options.paths.includes(path)) {
        box.counts.refused++
        return false
      }
      box.counts.posts++
      box.options.hear({ path, headers, body })
      return true
    },
    breakOff(port, why) {
      boxes.get(port)?.lost.resolve(why)
      boxes.delete(port)
    },
  }
}

interface Box {
  readonly options: MailboxOptions
  readonly counts: { posts: number; refused: number }
  readonly lost: PromiseWithResolvers<string>
}
