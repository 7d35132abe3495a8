import type { GoldenCase, GoldenSet } from '../../model/golden.ts'
import type { Tenant } from '../../model/sharing.ts'
import type { World } from '../../model/world.ts'
import { fillCase, type Message } from './fill-case.ts'
import { readReply } from './read-reply.ts'
import type { Reply } from './reply.ts'

/** What came of asking one case: an answer, or why there is none. */
export type Asked = Reply | { readonly unanswered: string; readonly tookMs: number }

/** Asks one case through the platform's front door, turn by turn. The answer to its last turn counts. */
export async function askCase(
  world: Pick<World, 'clock' | 'http'>,
  set: GoldenSet,
  one: GoldenCase,
  { tenants, signal }: { readonly tenants: readonly Tenant[]; readonly signal: AbortSignal },
): Promise<Asked> {
  const tenant = tenants.find(({ id }) => id === one.tenant)
  let messages: readonly Message[] = []
  let conversation: string | undefined
  let asked: Asked = { unanswered: 'nothing was asked', tookMs: 0 }
  for (const input of one.turns) {
    messages = [...messages, { role: 'user', content: input }]
    const request = fillCase(set.ask.request, {
      ...{ input, id: one.id, tenant, tenantName: one.tenant, messages, conversation },
    })
    const startedMs = world.clock.nowMs()
    const outcome = await world.http.send(request, { timeoutMs: set.ask.timeoutMs, signal })
    const tookMs = world.clock.nowMs() - startedMs
    if (outcome.kind === 'failed') return { unanswered: `${outcome.reason}: ${outcome.detail}`, tookMs }
    if (outcome.status !== set.ask.status) {
      return {
        unanswered: `status ${outcome.status} instead of ${set.ask.status}: ${outcome.body.slice(0, 200)}`,
        tookMs,
      }
    }
    const read = readReply(outcome.body, set.ask)
    if (typeof read === 'string') return { unanswered: read, tookMs }
    const { conversation: named, ...reply } = read
    conversation = named ?? conversation
    messages = [...messages, { role: 'assistant', content: reply.answer }]
    asked = { ...reply, tookMs }
  }
  return asked
}
