import type { MockEffect } from '../fault.ts'
import type { Reply } from '../reply.ts'
import type { Failure, Mint, Wire } from '../wire.ts'

type Saying = Pick<Extract<MockEffect, { kind: 'status' }>, 'retryAfterMs' | 'retryAfterAs' | 'headers'>

/** An error in a provider's words, which says as much about when to come back as it is told to say. */
export function failing(wire: Wire, failure: Failure, mint: Mint, saying: Saying = {}): Reply {
  const { retryAfterMs = failure.retryAfterMs, retryAfterAs, headers = {} } = saying
  const reply = wire.failure({ ...failure, retryAfterMs }, mint)
  return { ...reply, headers: { ...waiting(reply.headers, retryAfterMs, retryAfterAs, mint), ...headers } }
}

function waiting(
  headers: Reply['headers'],
  retryAfterMs: number | undefined,
  as: Saying['retryAfterAs'],
  mint: Mint,
): Reply['headers'] {
  if (as === undefined || as === 'seconds') return headers
  const silent = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('retry-after')))
  if (as === 'none') return silent
  return { ...silent, 'retry-after': new Date(mint.nowMs() + (retryAfterMs ?? 1000)).toUTCString() }
}
