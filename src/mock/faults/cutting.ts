import type { Point } from '../fault.ts'
import type { Chunk, Reply } from '../reply.ts'

/** A reply up to a point. */
export function cutAt(reply: Reply, after: Point): Reply {
  if (after === 'nothing') return { ...reply, head: 'withheld', chunks: [] }
  return cut(reply, after === 'headers' ? 0 : after)
}

/** A reply up to so many of its chunks. */
export function cut(reply: Reply, afterChunks: number): Reply {
  if (afterChunks === 0) return { ...reply, chunks: [] }
  const [only, ...more] = reply.chunks
  // An answer in one piece has no other place to break than its middle.
  if (only !== undefined && more.length === 0) return { ...reply, chunks: [firstHalf(only)] }
  return { ...reply, chunks: reply.chunks.slice(0, afterChunks) }
}

/** A reply up to the middle of the chunk after so many. */
export function cutInside(reply: Reply, afterChunks: number): Reply {
  const whole = reply.chunks.slice(0, afterChunks)
  const broken = reply.chunks[afterChunks]
  return { ...reply, chunks: broken === undefined ? whole : [...whole, firstHalf(broken)] }
}

/** A reply with the same status and something else in it. */
export function otherBody(reply: Reply, of: 'html' | 'nothing' | 'broken-json'): Reply {
  switch (of) {
    case 'html':
      return {
        ...reply,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        chunks: [{ afterMs: 0, data: PORTAL }],
      }
    case 'nothing':
      return { ...reply, chunks: [] }
    case 'broken-json': {
      // In the middle of a stream, so that what came before was good.
      const at = Math.floor(reply.chunks.length / 2)
      return { ...reply, chunks: reply.chunks.map((chunk, i) => (i === at ? broken(chunk) : chunk)) }
    }
    default:
      return of satisfies never
  }
}

/** What a hotel, or a company's sign-on, puts between a client and the internet. */
const PORTAL = `<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><form action="/login" method="post"><h1>Sign in to continue</h1><input name="user"><input name="password" type="password"></form></body></html>
`

function firstHalf({ afterMs, data }: Chunk): Chunk {
  return { afterMs, data: data.slice(0, Math.floor(data.length / 2)) }
}

/** The frame stays whole; what is in it does not. */
function broken({ afterMs, data }: Chunk): Chunk {
  if (typeof data === 'string') return { afterMs, data: data.replace(/[}\]](\s*)$/, '$1') }
  const bytes = data.slice()
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
  return { afterMs, data: bytes }
}
