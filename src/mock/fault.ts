import { z } from 'zod'
import { DIALECTS } from '../model/platform.ts'

/** Where in an answer something happens: before its head, right after its head, or after so many chunks. */
const point = z.union([z.literal('nothing'), z.literal('headers'), z.int().min(1)])
export type Point = z.infer<typeof point>

const waitMs = z.number().min(0).max(86_400_000)

/** What a provider can be made to do wrong. A streamed answer is cut between events, any other in the middle of its body. */
const effect = z.discriminatedUnion('kind', [
  /** An error. `auto` is what this provider really sends with this status, `html` the page of the network before it. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterMs: waitMs.optional(),
    body: z.enum(['auto', 'html']).optional(),
  }),
  /** Silence for ever. */
  z.strictObject({ kind: z.literal('stall'), after: point }),
  /** The connection torn down. */
  z.strictObject({ kind: z.literal('reset'), after: point }),
  /** A proper end, too early: no error on the wire, and no terminal marker. */
  z.strictObject({ kind: z.literal('truncate'), afterChunks: z.int().min(0) }),
  /** The provider's own error event inside a stream that began well. Only streamed requests can meet it. */
  z.strictObject({ kind: z.literal('midStreamError'), afterChunks: z.int().min(0) }),
  /** A completion with nothing in it. */
  z.strictObject({ kind: z.literal('empty') }),
  /** Late head, late first token, slow tokens: each on its own, as a client's timeout sees them differently. */
  z.strictObject({
    kind: z.literal('slow'),
    headMs: waitMs.optional(),
    firstTokenMs: waitMs.optional(),
    tokensPerSecond: z.number().positive().optional(),
  }),
])

const mockFault = z.strictObject({
  match: z.strictObject({
    dialect: z.enum(DIALECTS).optional(),
    model: z.string().max(200).optional(),
    /** Exactly this path, without the query. */
    path: z.string().max(500).optional(),
  }),
  /** The part of matching requests that is hit, drawn with the mock's seed. */
  shareRatio: z.number().min(0).max(1),
  /** Only the first so many matching requests can be hit. */
  firstN: z.int().min(1).optional(),
  /** A lease: after so long the fault ends by itself. */
  ttlMs: z.number().positive().max(86_400_000).optional(),
  effect,
})

/** The value as a fault, or every reason why it is none. */
export function readFault(value: unknown): { readonly fault: MockFault } | { readonly wrong: string } {
  const read = mockFault.safeParse(value)
  return read.success ? { fault: read.data } : { wrong: z.prettifyError(read.error) }
}

/** One thing that goes wrong for some requests, as data: what a drill puts to the mock's control endpoint. */
export type MockFault = z.infer<typeof mockFault>
export type MockEffect = MockFault['effect']
