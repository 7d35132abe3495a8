import type { Chunk, Reply } from './reply.ts'

/** A described reply as a web Response, sent at its own pace. Where a connection would break, the fetch fails. */
export async function webResponse(reply: Reply, signal: AbortSignal): Promise<Response> {
  await pause(reply.headAfterMs, signal)
  if (reply.head === 'withheld') {
    if (reply.ending === 'stall') await aborted(signal)
    return Response.error()
  }
  return new Response(body(reply, signal), { status: reply.status, headers: { ...reply.headers } })
}

function body(reply: Reply, signal: AbortSignal): ReadableStream<Uint8Array> {
  const chunks = reply.chunks.values()
  return new ReadableStream({
    async pull(controller) {
      const { value: chunk, done } = chunks.next()
      if (done !== true) return send(chunk, controller)
      if (reply.ending === 'stall') await aborted(signal)
      else if (reply.ending === 'reset') controller.error(new TypeError('the connection was reset'))
      else controller.close()
    },
  })

  async function send({ afterMs, data }: Chunk, controller: ReadableStreamDefaultController): Promise<void> {
    await pause(afterMs, signal)
    controller.enqueue(typeof data === 'string' ? UTF8.encode(data) : data)
  }
}

const UTF8 = new TextEncoder()

function pause(ms: number, signal: AbortSignal): Promise<void> | undefined {
  if (ms <= 0) return undefined
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }, ms)
    const giveUp = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp)
  })
}

/** Ends only when the client gives up. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
