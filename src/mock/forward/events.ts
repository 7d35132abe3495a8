import { Buffer } from 'node:buffer'

/** How a streamed body is made of events: between blank lines, in binary frames, or not at all. */
export type Framing = 'lines' | 'frames' | 'none'

/** The framing that a content type stands for. */
export function framingOf(contentType: string | undefined): Framing {
  if (contentType?.startsWith('text/event-stream') === true) return 'lines'
  return contentType?.startsWith('application/vnd.amazon.eventstream') === true ? 'frames' : 'none'
}

/** The events of a body, each whole and as soon as it is; without framing, the body as it comes. */
export async function* eventsOf(body: AsyncIterable<Buffer>, framing: Framing): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  for await (const part of body) {
    held = held.length === 0 ? part : Buffer.concat([held, part])
    for (let end = endOfEvent(held, framing); end !== undefined; end = endOfEvent(held, framing)) {
      yield held.subarray(0, end)
      held = held.subarray(end)
    }
  }
  if (held.length > 0) yield held
}

function endOfEvent(held: Buffer, framing: Framing): number | undefined {
  if (held.length === 0) return undefined
  if (framing === 'none') return held.length
  if (framing === 'frames') {
    const length = held.length < 4 ? Infinity : Math.max(1, held.readUInt32BE(0))
    return length <= held.length ? length : undefined
  }
  const ends = ['\n\n', '\r\n\r\n'].flatMap(mark => {
    const at = held.indexOf(mark)
    return at < 0 ? [] : [at + mark.length]
  })
  return ends.length === 0 ? undefined : Math.min(...ends)
}
