import type { JsonRule } from '../model/http.ts'
import type { Platform } from '../model/platform.ts'
import type { ReceivedSignal } from '../model/signal.ts'
import { stepsOf } from '../probes/json-path.ts'
import type { FakeMailboxes } from './fake-mailboxes.ts'
import { bodyFor, put } from './toy-answers.ts'

/** How a toy platform posts its signals by itself: when it begins to be degraded, and when it is over. */
export function toyPosts({ signals }: Platform, post: FakeMailboxes['post']): (degraded: boolean) => void {
  const received = signals.filter(signal => signal.kind === 'received')
  let was = false
  return degraded => {
    if (degraded === was) return
    was = degraded
    for (const signal of received) {
      const rules = degraded ? signal.when : signal.off
      if (rules !== undefined) post(signal.at, documentFor(signal, rules), headersFor(signal))
    }
  }
}

function documentFor({ each }: ReceivedSignal, rules: readonly JsonRule[]): unknown {
  const thing = bodyFor(rules)
  return each === undefined ? thing : put({}, stepsOf(each), [thing])
}

function headersFor({ headers }: ReceivedSignal): Readonly<Record<string, string>> {
  const said = headers.filter(rule => rule.kind !== 'exists' || rule.exists)
  return Object.fromEntries(
    said.map(rule => [
      rule.path,
      rule.kind === 'equals' ? String(rule.value) : rule.kind === 'contains' ? rule.text : 'true',
    ]),
  )
}
