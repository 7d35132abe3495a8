import type { ReceivedSignal, SignalChange, SignalHappening } from '../model/signal.ts'
import type { Post } from '../model/world/mailboxes.ts'
import type { World } from '../model/world.ts'
import { saidBy } from './said-by.ts'
import { wordsOfRules } from './signals.ts'

/** The signals that are posted to us. */
export interface Reception {
  /** Begins to listen for them. What was posted before nobody has heard. */
  open(): Promise<void>
  /** Ends it, and notes all that came. */
  close(): Promise<void>
}

/** Receives signals: one mailbox for each port, whoever and however many share it. */
export function receiveSignals(
  world: Pick<World, 'mailboxes'>,
  signals: readonly ReceivedSignal[],
  probing: { readonly nowMs: () => number; readonly note: (happening: SignalHappening) => void },
): Reception {
  const closing: (() => Promise<void>)[] = []
  return {
    async open() {
      for (const [address, theirs] of Map.groupBy(signals, ({ at }) => new URL(at).host)) {
        closing.push(await openOne(world, address, theirs, probing))
      }
    },
    async close() {
      await Promise.all(closing.splice(0).map(close => close()))
    },
  }
}

async function openOne(
  { mailboxes }: Pick<World, 'mailboxes'>,
  address: string,
  signals: readonly ReceivedSignal[],
  { nowMs, note }: Parameters<typeof receiveSignals>[2],
): Promise<() => Promise<void>> {
  const heard = signals.map(signal => ({ path: pathOf(signal), hear: hearing(signal) }))
  const hear = (post: Post): void => {
    const heardMs = Math.round(nowMs() * 1000) / 1000
    for (const one of heard.filter(({ path }) => path === post.path)) {
      const change = one.hear(post)
      if (change !== undefined) note({ type: 'signal.changed', ...change, heardMs })
    }
  }
  const paths = [...new Set(signals.map(pathOf))]
  const mailbox = await mailboxes.open(Number(new URL(`http://${address}`).port), { paths, hear })
  let isOver = false
  const over = (lost: string | null): void => {
    if (isOver) return
    isOver = true
    note({ type: 'mailbox.closed', address, signals: signals.map(({ id }) => id), ...mailbox.counts(), lost })
  }
  void mailbox.lost.then(over)
  return async () => {
    await mailbox.close()
    over(null)
  }
}

/** What a post changes about one signal, if it changes anything. */
function hearing(signal: ReceivedSignal): (post: Post) => SignalChange | undefined {
  let was = false
  return post => {
    const on = saidBy(signal, post)
    // Where nothing says that it is over, each post is news: the one after the damage must not drown in the one before it.
    const isNews = on === true ? !was || signal.off === undefined : on === false && was
    if (on === undefined || !isNews) return undefined
    was = on
    return { signal: signal.id, on, detail: `received: ${wordsOfRules(on ? signal.when : (signal.off ?? []))}` }
  }
}

function pathOf({ at }: ReceivedSignal): string {
  return new URL(at).pathname
}
