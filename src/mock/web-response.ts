import type { Reply } from './reply.ts'

/** A described reply as a web Response, sent at its own pace. Where a connection would break, the fetch fails. */
export async function webResponse(reply: Reply): Promise<Response> {
  if (reply.headAfterMs > 0) await new Promise(resolve => setTimeout(resolve, reply.headAfterMs))
  if (reply.head === 'sent') return new Response(body(reply), { status: reply.status, headers: { ...reply.headers } })
  return reply.ending === 'stall' ? forever() : Response.error()
}

// Ends when the client gives up: whoever waits for it then forgets it.
function forever(): Promise<never> {
  return new Promise(() => {})
}

function body(reply: Reply): ReadableStream<Uint8Array> {
  const chunks = reply.chunks.values()
  let timer: NodeJS.Timeout | undefined
  return new ReadableStream({
    async pull(controller) {
      const { value: chunk, done } = chunks.next()
      if (done === true) return end(controller)
      if (chunk.afterMs > 0) {
        await new Promise(resolve => {
          timer = setTimeout(resolve, chunk.afterMs)
        })
      }
      controller.enqueue(typeof chunk.data === 'string' ? UTF8.encode(chunk.data) : chunk.data)
    },
    // A Request's own signal is no help here: it goes deaf once the request has been collected.
    cancel: () => clearTimeout(timer),
  })

  function end(controller: ReadableStreamDefaultController): Promise<void> | undefined {
    if (reply.ending === 'stall') return forever()
    if (reply.ending === 'reset') controller.error(new TypeError('the connection was reset'))
    else controller.close()
    return undefined
  }
}

const UTF8 = new TextEncoder()
