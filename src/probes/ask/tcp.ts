import type { Question } from '../../model/question.ts'
import { type Asked, type Asking, excerpt, type Patience, right, wrong } from './answer.ts'

type Tcp = Extract<Question, { kind: 'tcp' }>

/** Connects, says something, and listens until the answer has come. */
export async function askTcp(
  world: Asking,
  { address, say, good }: Tcp,
  { timeoutMs, told }: Patience,
): Promise<Asked> {
  const until = good.answer ?? ''
  const { heard, ended } = await world.sockets.exchange(address, say, { waitMs: timeoutMs, until })
  told?.(heard)
  if (ended === 'refused' || ended === 'reset' || ended === 'unreachable') return wrong(ended, `${address}: ${ended}`)
  // Whoever answers and closes at once has answered.
  if (until === '' ? ended === 'open' || heard !== '' : heard.includes(until)) return right()
  if (ended === 'closed') {
    return heard === '' ? wrong('truncated', 'closed without an answer') : wrong('wrong', notIt(heard, until))
  }
  return heard === ''
    ? wrong('timeout', `no answer within ${Math.round(timeoutMs)} ms`)
    : wrong('wrong', notIt(heard, until))
}

function notIt(heard: string, until: string): string {
  return `${excerpt(JSON.stringify(heard))} does not contain ${JSON.stringify(until)}`
}
